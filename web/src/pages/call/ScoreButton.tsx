import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../api/types';
import { useMay } from '../../app/me';
import { usePartWords } from '../../components/usePartWords';
import { useScoring } from '../calls/useScoring';

/** Begins to score this call, for those who may; where it was transferred, the part of one agent. */
export function ScoreButton({ call }: { call: Pick<Call, 'id' | 'agents' | 'duration_ms'> }) {
  const { t } = useTranslation();
  const mayScore = useMay('score_calls');
  const scoring = useScoring();
  const partWords = usePartWords(call.duration_ms);
  if (!mayScore) return null;
  const score = (participationId?: string) => {
    scoring.mutate({ callId: call.id, ...(participationId !== undefined && { participationId }) });
  };
  if (call.agents.length < 2) {
    return (
      <Button
        type="primary"
        loading={scoring.isPending}
        onClick={() => {
          score();
        }}
      >
        {t('calls:score.this')}
      </Button>
    );
  }
  const items = call.agents.map((part) => ({ key: part.id, label: partWords(part) }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) => {
          score(key);
        },
      }}
    >
      <Button type="primary" loading={scoring.isPending} icon={<DownOutlined />} iconPlacement="end">
        {t('calls:score.this')}
      </Button>
    </Dropdown>
  );
}
