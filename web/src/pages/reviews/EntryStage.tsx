// One entry before a room: what it is about, its sound, the question of the moment, its answer once shown.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  entryPeaksPath,
  entrySoundAddress,
  type ReviewEntry,
  type ReviewPoint,
  type ReviewRange,
} from '../../api/caseReviews';
import { callQuery } from '../../api/recordings';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWindowKey } from '../../components/useWindowKey';
import { useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { usePlaybackState } from '../../player/usePlayback';
import { type PlayableSound, useSoundPlayback } from '../../player/useSoundPlayback';
import { HandCount } from './HandCount';
import { clockOf } from './moments';
import styles from './present.module.css';
import { type Stage, stretchOf } from './stage';
import { isTyping } from './useStage';

type Props = { reviewId: string; entry: ReviewEntry; stage: Stage; onOnwards: () => void };

export function EntryStage({ reviewId, entry, stage, onOnwards }: Props) {
  const { t } = useTranslation('reviews');
  const { heard } = entry;
  const point = pointsOf(entry)[stage.point];
  return (
    <section className={styles.entry}>
      <div className={styles.about}>
        <p className={styles.note}>{entry.note}</p>
        <TimeLeft minutes={entry.minutes} />
      </div>
      {heard === null && <p>{t('present.missing')}</p>}
      {heard?.voice === null && <p>{t('present.closed')}</p>}
      {heard !== null && heard.voice !== null && (
        <EntrySound
          reviewId={reviewId}
          entryId={entry.id}
          heard={heard}
          stage={stage}
          onOnwards={onOnwards}
        />
      )}
      {point && (
        <PointPart
          key={stage.point}
          point={point}
          number={stage.point + 1}
          isShown={stage.isShown}
          onOnwards={onOnwards}
        />
      )}
    </section>
  );
}

/** What the room is asked in an entry; nothing where it may not hear it. */
export function pointsOf({ heard }: ReviewEntry): ReviewPoint[] {
  return heard === null || heard.voice === null ? [] : heard.points;
}

type PointProps = { point: ReviewPoint; number: number; isShown: boolean; onOnwards: () => void };

/** Whether it went well or not is part of the answer. */
function PointPart({ point, number, isShown, onOnwards }: PointProps) {
  const { t } = useTranslation(['reviews', 'guide']);
  const worded = useWorded();
  const kind = point.is_strength ? 'strength' : 'improve';
  const answers = (['happened', 'matters', 'instead'] as const).filter((part) => worded(point[part]) !== '');
  return (
    <div className={`${styles.point ?? ''} ${(isShown && styles[kind]) || ''}`}>
      <p className={styles.place}>
        {isShown && <span aria-hidden>{point.is_strength ? '▲' : '▼'} </span>}
        {t('present.point', { number, at: clockOf(point.at_ms) })}
        {isShown && ` · ${t(`present.${kind}`)}`}
      </p>
      <p className={styles.question}>{worded(point.question) || t('guide:asking.default')}</p>
      <HandCount />
      <div aria-live="polite">
        {isShown && (
          <dl className={styles.answer}>
            {answers.map((part) => (
              <div key={part}>
                <dt>{t(`present.${part}`)}</dt>
                <dd>{worded(point[part])}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <button type="button" className={styles.main} onClick={onOnwards}>
        {t(isShown ? 'present.next' : 'present.reveal')}
      </button>
    </div>
  );
}

type SoundProps = {
  reviewId: string;
  entryId: string;
  heard: ReviewRange;
  stage: Stage;
  onOnwards: () => void;
};

/** What the room hears of the call: a sound of its own, which begins and ends where the entry does, as it may be
 * heard here. Nothing else of the call can be reached from it. */
function EntrySound({ reviewId, entryId, heard, stage, onOnwards }: SoundProps) {
  const { t } = useTranslation('reviews');
  const { call_id, start_ms, end_ms } = heard;
  const call = useQuery(callQuery(call_id));
  const recording = call.data?.recordings.filter(({ offset_ms }) => offset_ms <= start_ms).at(-1);
  const sound = useMemo(
    (): PlayableSound | null =>
      recording
        ? {
            id: entryId,
            address: entrySoundAddress(reviewId, entryId),
            peaks: entryPeaksPath(reviewId, entryId),
            length_ms: end_ms - start_ms,
            channels: recording.channels,
            channel_count: recording.audio?.channel_count ?? 1,
          }
        : null,
    [reviewId, entryId, recording, start_ms, end_ms],
  );
  const playback = useSoundPlayback(sound);
  const { transport } = playback;
  const { playing } = usePlaybackState(transport);
  const moments = heard.points.map((point) => Math.max(point.at_ms - start_ms, 0));
  const { from_ms, to_ms } = stretchOf(stage, moments);
  const arrive = useEffectEvent(() => {
    if (stage.isShown) onOnwards();
  });
  useEffect(() => {
    const onArrival = () => {
      arrive();
    };
    transport.setGate(to_ms === null ? null : { at_ms: to_ms, onArrival });
  }, [transport, to_ms]);
  const play = () => {
    const isAtGate = to_ms !== null && transport.position_ms >= to_ms;
    if (isAtGate && !playing) transport.seek(from_ms);
    transport.toggle();
  };
  useWindowKey((event) => {
    if (event.code === 'KeyP' && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) play();
  });
  if (call.error) return <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />;
  return (
    <div className={styles.sound}>
      {heard.voice === 'altered' && <p>{t('present.altered')}</p>}
      <button type="button" className={styles.main} onClick={play}>
        {t(playing ? 'present.pause' : 'present.play')}{' '}
        <span className="number">{`${clockOf(start_ms)}–${clockOf(end_ms)}`}</span>
      </button>
      <CallPlayer playback={playback} isLow />
    </div>
  );
}

/** How much of the entry's time is left; counted from when it was opened. */
function TimeLeft({ minutes }: { minutes: number }) {
  const { t } = useTranslation('reviews');
  const [left, setLeft] = useState(minutes * 60_000);
  useEffect(() => {
    const end = Date.now() + minutes * 60_000;
    const timer = setInterval(() => {
      setLeft(end - Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [minutes]);
  return (
    <p className={left < 0 ? styles.over : styles.clock} role="timer">
      {t(left < 0 ? 'present.over' : 'present.left', { clock: clockOf(left) })}
    </p>
  );
}
