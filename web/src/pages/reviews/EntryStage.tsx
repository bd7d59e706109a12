// One entry before a room: what it is about, its sound, the question of the moment, its answer once shown.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewEntry, ReviewPoint, ReviewRange } from '../../api/caseReviews';
import { callQuery } from '../../api/recordings';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import { CallPlayer } from '../../player/CallPlayer';
import { useListeningReport } from '../../player/useListeningReport';
import { usePlayback } from '../../player/usePlayback';
import { HandCount } from './HandCount';
import { clockOf } from './moments';
import styles from './present.module.css';
import type { Stage } from './stage';
import { isTyping } from './useStage';

type Props = { entry: ReviewEntry; stage: Stage; onOnwards: () => void };

export function EntryStage({ entry, stage, onOnwards }: Props) {
  const { t } = useTranslation('reviews');
  const { heard } = entry;
  const point = heard?.points[stage.point];
  return (
    <section className={styles.entry}>
      <div className={styles.about}>
        <p className={styles.note}>{entry.note}</p>
        <TimeLeft minutes={entry.minutes} />
      </div>
      {heard ? <Sound heard={heard} /> : <p>{t('present.missing')}</p>}
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

type PointProps = { point: ReviewPoint; number: number; isShown: boolean; onOnwards: () => void };

function PointPart({ point, number, isShown, onOnwards }: PointProps) {
  const { t } = useTranslation('reviews');
  const worded = useWorded();
  const answers = (['happened', 'matters', 'instead'] as const).filter((part) => worded(point[part]) !== '');
  return (
    <div className={point.is_strength ? styles.strength : styles.improve}>
      <p className={styles.place}>
        <span aria-hidden>{point.is_strength ? '▲' : '▼'}</span>{' '}
        {t('present.point', { number, at: clockOf(point.at_ms) })} ·{' '}
        {t(point.is_strength ? 'present.strength' : 'present.improve')}
      </p>
      <p className={styles.question}>{worded(point.question)}</p>
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

/** The sound of the entry, from its beginning to its end. */
function Sound({ heard }: { heard: ReviewRange }) {
  const { t } = useTranslation('reviews');
  const call = useQuery(callQuery(heard.call_id));
  const playback = usePlayback(call.data?.recordings ?? NO_RECORDINGS);
  useListeningReport(playback.transport, heard.call_id, 'call');
  const play = () => {
    playback.transport.playSpan({ start_ms: heard.start_ms, end_ms: heard.end_ms });
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
  if (call.error) return <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />;
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
