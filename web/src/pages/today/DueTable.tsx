// What is due, in the order to work in.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { todayQuery, withdrawAssignment } from '../../api/assignments';
import type { Assignment } from '../../api/types';
import { Duration } from '../../components/Duration';
import { useProblemWords } from '../../components/ErrorNotice';
import { PersonName } from '../../components/PersonName';
import { Time, useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { agentOf } from './CallBrief';
import { DueWord } from './DueWord';
import { useScore } from './NextCall';
import { ReasonText } from './ReasonText';
import styles from './today.module.css';

export function DueTable({ due }: { due: Assignment[] }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const columns: TableColumnsType<Assignment> = [
    { title: t('queue:column.due'), key: 'due', render: (_, row) => <DueWord assignment={row} /> },
    { title: t('queue:column.call'), key: 'call', render: (_, row) => <Time at={row.call.started_at} /> },
    {
      title: t('queue:column.agent'),
      key: 'agent',
      render: (_, row) => <PersonName {...agentOf(row.call)} />,
    },
    { title: t('queue:column.queue'), key: 'queue', render: (_, row) => row.call.queue?.name },
    {
      title: t('queue:column.length'),
      key: 'length',
      align: 'right',
      render: (_, row) => <Duration ms={row.call.duration_ms} />,
    },
    {
      title: t('queue:column.card'),
      key: 'card',
      responsive: ['xl'],
      render: (_, row) => worded(row.scorecard.title),
    },
    { title: t('queue:column.reason'), key: 'reason', render: (_, row) => <ReasonText assignment={row} /> },
    {
      title: <span className="visually-hidden">{t('queue:column.action')}</span>,
      key: 'action',
      align: 'right',
      render: (_, row) => <RowActions assignment={row} />,
    },
  ];
  return <Table size="small" rowKey="id" columns={columns} dataSource={due} pagination={false} />;
}

function RowActions({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const format = useInstant();
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  const queries = useQueryClient();
  const onError = (error: unknown) => void message.error(wordsOf(error));
  const score = useScore();
  const giveBack = useMutation({
    mutationFn: () => withdrawAssignment(assignment.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: todayQuery.queryKey }),
    onError,
  });
  const at = format(assignment.call.started_at);
  const isBegun = assignment.state === 'started';
  const isOwnAndFresh = assignment.reason !== 'assigned' && !isBegun;
  return (
    <span className={styles.actions}>
      {isOwnAndFresh && (
        <Button
          type="text"
          size="small"
          loading={giveBack.isPending}
          aria-label={t('queue:today.withdraw_this', { at })}
          onClick={() => {
            giveBack.mutate();
          }}
        >
          {t('queue:today.withdraw')}
        </Button>
      )}
      <Button
        size="small"
        loading={score.isPending}
        aria-label={t(isBegun ? 'queue:today.go_on_with' : 'queue:today.score_this', { at })}
        onClick={() => {
          score.mutate(assignment.id, { onError });
        }}
      >
        {t(isBegun ? 'queue:today.go_on' : 'queue:today.score')}
      </Button>
    </span>
  );
}
