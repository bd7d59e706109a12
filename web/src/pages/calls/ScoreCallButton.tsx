import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../api/types';
import { useMe } from '../../app/me';
import { useScoring } from './useScoring';

/** Scores this call; not offered while it stands in somebody else's queue. */
export function ScoreCallButton({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const me = useMe();
  const scoring = useScoring();
  const isMine = call.assigned_to.some(({ id }) => id === me.person_id);
  if (call.assigned_to.length > 0 && !isMine) return null;
  return (
    <Button
      size="small"
      loading={scoring.isPending}
      title={t('calls:score.this')}
      onClick={() => {
        scoring.mutate({ callId: call.id });
      }}
    >
      {t('calls:score.word')}
    </Button>
  );
}
