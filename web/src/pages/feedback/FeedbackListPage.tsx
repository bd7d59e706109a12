// The feedback on one's own calls: new, to acknowledge, all.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import { oneOf, type Search } from '../../app/search';
import { Pager } from '../../components/Pager';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { DueWord, PurposeTag, ResultCell } from '../evaluations/cells';
import { Total } from '../evaluations/Total';
import { answerStateOf } from '../evaluations/state';
import { ANSWERED } from '../results/search';
import { FeedbackLink } from './FeedbackLink';

export default function FeedbackListPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/feedback' });
  const navigate = useNavigate({ from: '/feedback' });
  const answered = ANSWERED.find((known) => known === oneOf(search.answered));
  const cursor = oneOf(search.cursor);
  const { data, error, isPending, refetch } = useQuery(evaluationsQuery('feedback', { answered, cursor }));
  const columns = useFeedbackColumns();
  const show = (next: Search) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={t('nav.feedback')} note={data && <Total page={data} />}>
        <Segmented
          aria-label={t('nav.feedback')}
          value={answered ?? 'all'}
          onChange={(chosen) => {
            show({ answered: chosen === 'all' ? undefined : chosen });
          }}
          options={(['all', ...ANSWERED] as const).map((value) => ({
            value,
            label: t(`feedback:list.${value}`),
          }))}
        />
      </PageHeader>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && answered === undefined ? (
        <EmptyState title={t('feedback:list.none')} hint={t('feedback:list.none_hint')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          loading={isPending}
          pagination={false}
          locale={{ emptyText: t('feedback:list.none_like_this') }}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

const TONES = {
  unopened: 'tone-warning',
  opened: 'tone-warning',
  acknowledged: '',
  no_objection: '',
  appealed: 'tone-warning',
  decided: '',
  lapsed: '',
};

function useFeedbackColumns(): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    { title: t('results:column.call'), key: 'call', render: (_, row) => <FeedbackLink row={row} /> },
    { title: t('results:column.result'), key: 'result', render: (_, row) => <ResultCell row={row} /> },
    {
      title: t('results:column.card'),
      key: 'card',
      render: (_, row) => (
        <>
          {worded(row.scorecard.title)} <PurposeTag row={row} />
        </>
      ),
    },
    { title: t('results:column.evaluator'), key: 'evaluator', render: (_, row) => row.evaluator.name },
    {
      title: t('results:column.released'),
      key: 'released',
      render: (_, row) => <Time at={row.released_at} />,
    },
    {
      title: t('results:column.state'),
      key: 'answer',
      render: (_, row) => {
        const state = answerStateOf(row);
        return (
          state && (
            <>
              <span className={`tone ${TONES[state]}`}>{t(`feedback:list.${state}`)}</span>
              {state === 'unopened' && <DueWord row={row} />}
            </>
          )
        );
      },
    },
  ];
}
