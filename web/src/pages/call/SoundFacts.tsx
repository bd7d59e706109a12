// What a recording tells before anybody listens: silence, overtalk; of each channel level and pace.
import { useTranslation } from 'react-i18next';
import type { Recording } from '../../api/types';
import { formatDuration } from '../../components/instants';

type Signals = NonNullable<Recording['signals']>;
type Channel = Signals['channels'][number];

/** `names`: what is heard on each channel, in their order. */
export function SoundFacts({ signals, names }: { signals: Signals; names: readonly string[] }) {
  const { t } = useTranslation('calls');
  const length = formatDuration(signals.silence_ms);
  const longest = formatDuration(signals.longest_silence_ms);
  const told = [
    signals.silence_ms > 0 && t('call.silence', { length, longest }),
    signals.overtalk_ms > 0 && t('call.overtalk', { length: formatDuration(signals.overtalk_ms) }),
  ].filter(Boolean);
  return (
    <div className="muted">
      {told.length > 0 && <div>{told.join(' · ')}</div>}
      {signals.channels.map((channel) => (
        <ChannelFacts key={channel.channel} channel={channel} name={names[channel.channel]} />
      ))}
    </div>
  );
}

function ChannelFacts({ channel, name }: { channel: Channel; name: string | undefined }) {
  const { t } = useTranslation('calls');
  const level = Math.round(channel.level_dbfs);
  const told = [
    name,
    t('call.level', { level }),
    typeof channel.speech_ms === 'number' &&
      channel.speech_ms > 0 &&
      t('call.speech', { length: formatDuration(channel.speech_ms) }),
    typeof channel.pace_per_minute === 'number' && t('call.pace', { pace: channel.pace_per_minute }),
  ];
  return <div>{told.filter(Boolean).join(' · ')}</div>;
}
