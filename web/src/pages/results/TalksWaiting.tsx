// What waits for a talk of the leader with its agent: seen by them first.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ResultCell } from '../evaluations/cells';
import { WaitingRows } from './WaitingRows';

export function TalksWaiting() {
  const { t } = useTranslation();
  return (
    <WaitingRows
      view="to_talk"
      title={(count) => t('results:talk.waiting', { count })}
      hint={t('results:talk.waiting_hint')}
      columns={[
        { title: t('results:column.result'), key: 'result', render: (_, row) => <ResultCell row={row} /> },
        {
          title: <span className="visually-hidden">{t('results:talk.open')}</span>,
          key: 'open',
          align: 'right',
          render: (_, { id }) => (
            <Link to="/evaluations/$evaluationId" params={{ evaluationId: id }}>
              {t('results:talk.open')}
            </Link>
          ),
        },
      ]}
    />
  );
}
