// An older edition of a commentary, to be read; beside it what was changed since: points, questions, words.
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case, CaseEdition, CasePoint, CaseQuestionText } from '../../../api/caseShapes';
import type { Words } from '../../../api/types';
import { Time } from '../../../components/Time';
import { clock } from '../../../player/timeline';
import { BothWords } from '../BothWords';
import { POINT_SHAPES, POINT_TONES } from '../kinds';
import styles from './edit.module.css';
import {
  type Compared,
  counted,
  isSameWhy,
  type PointPart,
  pointsCompared,
  type QuestionPart,
  questionsCompared,
  type Standing,
  standingOf,
} from './editions';

type Props = {
  one: Case;
  edition: CaseEdition;
  /** What holds now, as it was saved last. */
  present: CaseEdition | undefined;
  onTakeUp: () => void;
  onClose: () => void;
};

const WIDTH = 640;

const TONES: Record<Standing, string> = {
  same: 'tone',
  changed: 'tone tone-warning',
  added: 'tone tone-good',
  removed: 'tone tone-bad',
};

export function EditionDrawer({ one, edition, present, onTakeUp, onClose }: Props) {
  const { t } = useTranslation();
  const now = present ?? edition;
  const points = pointsCompared(edition.points, now.points);
  const questions = questionsCompared(edition.questions, now.questions);
  return (
    <Drawer
      open
      size={WIDTH}
      onClose={onClose}
      title={t('cases:editions.of', { number: edition.number, name: edition.written_by.name })}
      extra={<Button onClick={onTakeUp}>{t('cases:editions.take')}</Button>}
    >
      <div className={styles.edition}>
        <p className="muted">
          <Time at={edition.written_at} />
        </p>
        {present && <Since edition={edition} present={present} />}
        <ThenNow
          name={t('cases:propose.line')}
          isChanged={edition.teaching_line !== now.teaching_line}
          then={<p>{edition.teaching_line}</p>}
          now={<p>{now.teaching_line}</p>}
        />
        <ThenNow
          name={t('cases:preview.why')}
          isChanged={!isSameWhy(edition, now)}
          then={<BothWords words={edition.why} />}
          now={<BothWords words={now.why} />}
        />
        <h3>{t('cases:edit.points')}</h3>
        <ol className={styles.points}>
          {points.map((compared, place) => (
            <PointOf key={place} compared={compared} from_ms={one.start_ms} />
          ))}
        </ol>
        {questions.length > 0 && <h3>{t('cases:edit.questions')}</h3>}
        <ol className={styles.points}>
          {questions.map((compared, place) => (
            <QuestionOf key={place} compared={compared} />
          ))}
        </ol>
      </div>
    </Drawer>
  );
}

/** Who wrote what holds now, when, and how many points came, went and changed. */
function Since({ edition, present }: { edition: CaseEdition; present: CaseEdition }) {
  const { t } = useTranslation();
  const { added, removed, changed } = counted(pointsCompared(edition.points, present.points));
  return (
    <p>
      {t('cases:editions.since', { number: present.number, name: present.written_by.name })}{' '}
      <Time at={present.written_at} />
      {' '}
      {added + removed + changed === 0
        ? t('cases:editions.same_points')
        : t('cases:editions.counts', { added, removed, changed })}
    </p>
  );
}

function StandingTag({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  return <span className={TONES[standing]}>{t(`cases:editions.standing.${standing}`)}</span>;
}

type ThenNowProps = { name: string; isChanged: boolean; then: ReactNode; now: ReactNode };

/** What stood there; where it was changed, what stands there now below it. */
function ThenNow({ name, isChanged, then, now }: ThenNowProps) {
  const { t } = useTranslation();
  return (
    <dl className={styles.thenNow}>
      <dt>{name}</dt>
      <dd>{then}</dd>
      {isChanged && (
        <dd className={styles.now}>
          <span className="muted">{t('cases:editions.now')}</span>
          {now}
        </dd>
      )}
    </dl>
  );
}

const WORDS_OF_POINT = ['question', 'happened', 'matters', 'instead'] as const;

function PointOf({ compared, from_ms }: { compared: Compared<CasePoint, PointPart>; from_ms: number }) {
  const { t } = useTranslation();
  const { then, now, parts } = compared;
  const shown = then ?? now;
  if (shown === null) return null;
  const labels = {
    question: t('cases:edit.question'),
    happened: t('guide:shown.happened'),
    matters: t('guide:shown.matters'),
    instead: t('guide:shown.instead'),
  };
  const isMoved = parts.includes('at_ms') || parts.includes('kind');
  return (
    <li className={styles.point}>
      <p>
        <PointHead point={shown} from_ms={from_ms} />{' '}
        {isMoved && now !== null && (
          <>
            → <PointHead point={now} from_ms={from_ms} />{' '}
          </>
        )}
        <StandingTag standing={standingOf(compared)} />
      </p>
      {WORDS_OF_POINT.map((part) => (
        <WordsThenNow
          key={part}
          name={labels[part]}
          then={shown[part]}
          now={parts.includes(part) ? now?.[part] : undefined}
        />
      ))}
    </li>
  );
}

function PointHead({ point: { kind, at_ms }, from_ms }: { point: CasePoint; from_ms: number }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={POINT_TONES[kind]}>
        <span aria-hidden>{POINT_SHAPES[kind]}</span>
        {t(`guide:kind.${kind}`)}
      </span>{' '}
      <span className="number">{clock(Math.max(at_ms - from_ms, 0))}</span>
    </>
  );
}

type WordsProps = { name: string; then: Words; now: Words | undefined };

/** Nothing where nothing stood there and nothing stands there now. */
function WordsThenNow({ name, then, now }: WordsProps) {
  const isEmpty = [then, now ?? {}].every((words) => Object.values(words).every((text) => text === ''));
  if (isEmpty) return null;
  return (
    <ThenNow
      name={name}
      isChanged={now !== undefined}
      then={<BothWords words={then} />}
      now={<BothWords words={now} />}
    />
  );
}

function QuestionOf({ compared }: { compared: Compared<CaseQuestionText, QuestionPart> }) {
  const { t } = useTranslation();
  const { then, now, parts } = compared;
  const shown = then ?? now;
  if (shown === null) return null;
  const ofOptions = parts.includes('options') || parts.includes('right');
  return (
    <li className={styles.point}>
      <p>
        <StandingTag standing={standingOf(compared)} />
      </p>
      <WordsThenNow
        name={t('cases:edit.question_text')}
        then={shown.text}
        now={parts.includes('text') ? now?.text : undefined}
      />
      <ThenNow
        name={t('cases:editions.options')}
        isChanged={ofOptions}
        then={<Options question={shown} />}
        now={now && <Options question={now} />}
      />
      <WordsThenNow
        name={t('cases:edit.because')}
        then={shown.because}
        now={parts.includes('because') ? now?.because : undefined}
      />
    </li>
  );
}

function Options({ question: { options, right } }: { question: CaseQuestionText }) {
  const { t } = useTranslation();
  return (
    <ul>
      {options.map((option, place) => (
        <li key={place}>
          <BothWords words={option} />
          {place === right && <span className="tone tone-good">{t('guide:closing.correct')}</span>}
        </li>
      ))}
    </ul>
  );
}
