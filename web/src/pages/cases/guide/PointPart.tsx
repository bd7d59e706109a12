// What stands below the waveform while a case is played: the question before a point, then the point.
import { Button } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CasePoint } from '../../../api/caseShapes';
import type { Words } from '../../../api/types';
import { Key } from '../../../components/Key';
import { useKeyNames } from '../../../components/keyNames';
import { WrittenText } from '../../../components/WrittenText';
import { clock } from '../../../player/timeline';
import { BothWords } from '../BothWords';
import { POINT_SHAPES, POINT_TONES } from '../kinds';
import styles from './guide.module.css';
import type { KeptLearning } from './useKeptLearning';
import type { Guiding } from './useGuide';

const WORDS_MOST = 2_000;

type Props = { guiding: Guiding; learning: KeptLearning };

export function PointPart({ guiding, learning }: Props) {
  const { guide, point } = guiding;
  if (point === null) return <Listening guiding={guiding} />;
  return guide.phase === 'asking' ? (
    <Asking key={point.number} point={point} guiding={guiding} learning={learning} />
  ) : (
    <Shown key={point.number} point={point} guiding={guiding} learning={learning} />
  );
}

function Listening({ guiding: { guide, points } }: { guiding: Guiding }) {
  const { t } = useTranslation();
  const isLast = guide.place >= points.length;
  return (
    <section className={styles.point} aria-live="polite">
      <p>
        {isLast
          ? t('guide:listening.to_the_end')
          : t('guide:listening.next', { number: guide.place + 1, count: points.length })}
      </p>
      <p className="muted">{t('guide:listening.keys')}</p>
    </section>
  );
}

type PointProps = Props & { point: CasePoint };

function Asking({ point, guiding, learning }: PointProps) {
  const { t } = useTranslation();
  const heading = useHeading();
  const keys = useKeyNames();
  const id = useId();
  const key = String(point.number);
  return (
    <section className={styles.point} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t('guide:asking.title', { number: point.number, at: clock(point.at_ms) })}
      </h2>
      {hasWords(point.question) ? <BothWords words={point.question} /> : <p>{t('guide:asking.default')}</p>}
      <WrittenText
        id={`${id}-words`}
        rows={2}
        label={t('guide:asking.words')}
        maxLength={WORDS_MOST}
        value={learning.body.words[key] ?? ''}
        onChange={(text) => {
          learning.type({ words: { ...learning.body.words, [key]: text } });
        }}
      />
      <div className={styles.actions}>
        <Button type="primary" onClick={guiding.reveal}>
          {t('guide:asking.show')} <Key>{keys.toggle}</Key>
        </Button>
        <Again guiding={guiding} />
      </div>
    </section>
  );
}

function Shown({ point, guiding, learning }: PointProps) {
  const { t } = useTranslation();
  const heading = useHeading();
  const keys = useKeyNames();
  const id = useId();
  const own = learning.body.words[String(point.number)]?.trim();
  return (
    <section className={`${styles.point ?? ''} ${styles[point.kind] ?? ''}`} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        <span className={POINT_TONES[point.kind]}>
          <span aria-hidden>{POINT_SHAPES[point.kind]}</span>
          {t(`guide:kind.${point.kind}`)}
        </span>{' '}
        {t('guide:shown.title', { number: point.number, at: clock(point.at_ms) })}
      </h2>
      <dl className={styles.told}>
        <Told name={t('guide:shown.happened')} words={point.happened} />
        <Told name={t('guide:shown.matters')} words={point.matters} />
        <Told name={t('guide:shown.instead')} words={point.instead} />
        {own && (
          <div>
            <dt>{t('guide:shown.own')}</dt>
            <dd className={styles.own}>{own}</dd>
          </div>
        )}
      </dl>
      <div className={styles.actions}>
        <Button type="primary" onClick={guiding.goOn}>
          {t('guide:shown.go_on')} <Key>{keys.toggle}</Key>
        </Button>
        <Again guiding={guiding} />
      </div>
    </section>
  );
}

function hasWords(words: Words): boolean {
  return Object.values(words).some((text) => text.trim() !== '');
}

function Told({ name, words }: { name: string; words: Words }) {
  if (!hasWords(words)) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <BothWords words={words} />
      </dd>
    </div>
  );
}

function Again({ guiding }: { guiding: Guiding }) {
  const { t } = useTranslation();
  return (
    <Button onClick={guiding.again}>
      {t('guide:again')} <Key>R</Key>
    </Button>
  );
}

/** The heading has the focus once it is there: it is read aloud, and the keys are keys of the page. */
function useHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
