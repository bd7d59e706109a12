// How loud each lane is.
import { Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Lane } from './lanes';
import type { CallTransport } from './transport';
import { usePlaybackState } from './usePlayback';

type Props = { transport: CallTransport; lanes: readonly Lane[] };

export function LaneVolumes({ transport, lanes }: Props) {
  const { t } = useTranslation('player');
  const { volumes } = usePlaybackState(transport);
  return (
    <div className="player-volumes">
      {lanes.map((lane) => (
        <label key={lane.key} className={`player-volume lane-${lane.role}`}>
          <span>{t(`lane.${lane.role}`)}</span>
          <Slider
            min={0}
            max={100}
            step={10}
            value={Math.round((volumes[lane.key] ?? 1) * 100)}
            onChange={(percent) => {
              transport.setVolume(lane.key, percent / 100);
            }}
            ariaLabelForHandle={t('volume', { lane: t(`lane.${lane.role}`) })}
            tooltip={{ formatter: (percent) => `${percent ?? 0} %` }}
          />
        </label>
      ))}
    </div>
  );
}
