// Cases that somebody learned from: when, how many answers were right, the stars they gave, what they promised.
import { StarFilled } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LearnedCase } from '../../api/caseShapes';
import { useWorded } from '../../i18n/words';
import { loadingTable } from '../loadingTable';
import { Time } from '../Time';

export function LearnedTable({ rows, isPending }: { rows: readonly LearnedCase[]; isPending: boolean }) {
  return (
    <Table<LearnedCase>
      rowKey={({ learning }) => learning.begun_at + (learning.case_id ?? '')}
      size="small"
      dataSource={[...rows]}
      columns={useColumns()}
      {...loadingTable(isPending)}
      pagination={false}
    />
  );
}

function useColumns(): TableColumnType<LearnedCase>[] {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    {
      key: 'case',
      title: t('learning:who.case'),
      render: (_, { title, library, learning }) => (
        <>
          {learning.case_id !== null && title !== null ? (
            <Link to="/cases/$caseId" params={{ caseId: learning.case_id }}>
              {title}
            </Link>
          ) : (
            <span className="muted">{t('learning:own.gone')}</span>
          )}{' '}
          <span className="muted">{worded(library.name)}</span>
        </>
      ),
    },
    {
      key: 'when',
      title: t('learning:who.when'),
      width: 160,
      render: (_, { learning }) =>
        learning.finished_at === null ? (
          <span className="muted">{t('learning:who.begun')}</span>
        ) : (
          <Time at={learning.finished_at} />
        ),
    },
    {
      key: 'answers',
      title: t('learning:who.answers'),
      width: 140,
      render: (_, { learning: { right_answers: right, questions } }) =>
        questions !== null &&
        questions > 0 && <span className="number">{t('learning:who.right', { right, questions })}</span>,
    },
    {
      key: 'stars',
      title: t('learning:who.stars'),
      width: 80,
      render: (_, { stars }) =>
        stars !== null && (
          <span className="number">
            {stars} <StarFilled aria-hidden />
          </span>
        ),
    },
    {
      key: 'pledge',
      title: t('learning:who.pledge'),
      width: '28%',
      render: (_, { learning, is_pledged }) =>
        learning.pledge ?? (is_pledged && <span className="muted">{t('learning:who.pledged')}</span>),
    },
  ];
}
