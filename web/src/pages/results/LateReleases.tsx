// What inspectors began and should have released by now, for whoever hands calls out: whom to talk to.
// What a draft holds is its inspector's alone.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Time } from '../../components/Time';
import { WaitingRows } from './WaitingRows';

export function LateReleases() {
  const { t } = useTranslation();
  return (
    <WaitingRows
      view="late"
      title={(count) => t('results:late.title', { count })}
      hint={t('results:late.hint')}
      columns={[
        { title: t('results:column.evaluator'), key: 'inspector', render: (_, row) => row.evaluator.name },
        { title: t('results:late.due'), key: 'due', render: (_, { due_at }) => <Time at={due_at} /> },
        {
          title: <span className="visually-hidden">{t('results:late.call')}</span>,
          key: 'call_link',
          align: 'right',
          render: (_, { call_id }) =>
            call_id && (
              <Link to="/calls/$callId" params={{ callId: call_id }}>
                {t('results:late.call')}
              </Link>
            ),
        },
      ]}
    />
  );
}
