// Says that agent and customer are heard the other way round, where a recorder or its settings got it wrong.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { setSides } from '../api/recordings';
import type { Recording } from '../api/types';
import { useMay } from '../app/me';
import { ErrorNotice } from '../components/ErrorNotice';
import './player.css';
import { otherWayRound } from './sides';

type Props = { callId: string; recording: Recording };

export function SidesButton({ callId, recording }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const maySay = useMay('score_calls');
  const set = useMutation({
    mutationFn: (channels: Record<string, string>) => setSides(recording.id, channels),
    onSuccess: async () => {
      void message.success(t('calls:call.swapped'));
      // The lanes of waveform and words are told by the call; the first word of the agent by the signals.
      await Promise.all(
        [
          ['call', callId],
          ['signals', recording.id],
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const channels = recording.channels as Record<string, string>;
  const other = otherWayRound(channels, recording.audio?.channel_count ?? 0);
  if (!maySay || other === null || (recording.paired_into ?? null) !== null) return null;
  const isKnown = Object.values(channels).includes('agent');
  return (
    <div>
      <Button
        type="link"
        size="small"
        className="sides-button"
        title={t('calls:call.swap_hint')}
        loading={set.isPending}
        onClick={() => {
          set.mutate(other);
        }}
      >
        {isKnown ? t('calls:call.swap') : t('calls:call.swap_first', { number: 1 })}
      </Button>
      {set.error && <ErrorNotice error={set.error} />}
    </div>
  );
}
