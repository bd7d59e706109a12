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
import { useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { useListeningReport } from '../../player/useListeningReport';
import { type Playback, usePlayback } from '../../player/usePlayback';
import { type PlayableSound, useSoundPlayback } from '../../player/useSoundPlayback';
import { HandCount } from './HandCount';
import { clockOf } from './moments';
import styles from './present.module.css';
import type { Stage } from './stage';
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
      {heard?.voice === 'own' && <OwnSound heard={heard} />}
      {heard?.voice === 'altered' && <AlteredSound reviewId={reviewId} entryId={entry.id} heard={heard} />}
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

function PointPart({ point, number, isShown, onOnwards }: PointProps) {
  const { t } = useTranslation(['reviews', 'guide']);
  const worded = useWorded();
  const answers = (['happened', 'matters', 'instead'] as const).filter((part) => worded(point[part]) !== '');
  return (
    <div className={point.is_strength ? styles.strength : styles.improve}>
      <p className={styles.place}>
        <span aria-hidden>{point.is_strength ? '▲' : '▼'}</span>{' '}
        {t('present.point', { number, at: clockOf(point.at_ms) })} ·{' '}
        {t(point.is_strength ? 'present.strength' : 'present.improve')}
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

const NO_RECORDINGS: [] = [];

/** The sound of the entry with its own voices: the call, from the entry's beginning to its end. */
function OwnSound({ heard }: { heard: ReviewRange }) {
  const call = useQuery(callQuery(heard.call_id));
  const playback = usePlayback(call.data?.recordings ?? NO_RECORDINGS);
  useListeningReport(playback.transport, heard.call_id, 'call');
  if (call.error) return <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />;
  return <Player playback={playback} heard={heard} span={heard} />;
}

type AlteredProps = { reviewId: string; entryId: string; heard: ReviewRange };

/** With altered voices: a sound of its own, which begins where the entry does. */
function AlteredSound({ reviewId, entryId, heard }: AlteredProps) {
  const { t } = useTranslation();
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
  if (call.error) return <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />;
  return (
    <>
      <p>{t('reviews:present.altered')}</p>
      <Player playback={playback} heard={heard} span={{ start_ms: 0, end_ms: end_ms - start_ms }} />
    </>
  );
}

type PlayerProps = { playback: Playback; heard: ReviewRange; span: { start_ms: number; end_ms: number } };

/** Plays the entry from its beginning to its end at `P`. */
function Player({ playback, heard, span }: PlayerProps) {
  const { t } = useTranslation('reviews');
  const play = () => {
    playback.transport.playSpan({ start_ms: span.start_ms, end_ms: span.end_ms });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.code === 'KeyP' && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) play();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  }, []);
  return (
    <div className={styles.sound}>
      <button type="button" className={styles.main} onClick={play}>
        {t('present.play')}{' '}
        <span className="number">{`${clockOf(heard.start_ms)}–${clockOf(heard.end_ms)}`}</span>
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
