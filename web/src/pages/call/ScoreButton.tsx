import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { useScoring } from '../calls/useScoring';

/** Begins to score this call, for those who may. */
export function ScoreButton({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const mayScore = useMay('score_calls');
  const scoring = useScoring();
  if (!mayScore) return null;
  return (
    <Button
      type="primary"
      loading={scoring.isPending}
      onClick={() => {
        scoring.mutate({ callId });
      }}
    >
      {t('calls:score.this')}
    </Button>
  );
}
