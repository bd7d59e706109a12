// The end of a guided playback: at most three questions, what one will do this week, and what to hear next.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Radio } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { relatedQuery } from '../../../api/cases';
import type { Case, CaseQuestion } from '../../../api/caseShapes';
import { WrittenText } from '../../../components/WrittenText';
import { useWorded } from '../../../i18n/words';
import { rightAnswers, withAnswer } from './guide';
import styles from './guide.module.css';
import type { KeptLearning } from './useKeptLearning';
import type { Guiding } from './useGuide';

const PLEDGE_MOST = 1_000;

type Props = { one: Case; guiding: Guiding; learning: KeptLearning };

export function ClosingPart({ one, guiding, learning }: Props) {
  const { t } = useTranslation();
  const { body } = learning;
  const pledge = useId();
  const answered = body.answers.length;
  const isAnswered = answered >= one.questions.length;
  return (
    <section className={styles.point} aria-label={t('guide:closing.title')}>
      {one.questions.length > 0 && (
        <>
          <h2>{t('guide:closing.questions', { count: one.questions.length })}</h2>
          {one.questions.slice(0, answered + 1).map((question, place) => (
            <OneQuestion
              key={place}
              number={place + 1}
              question={question}
              answer={body.answers[place] ?? null}
              isFinished={body.finished}
              onAnswer={(option) => {
                learning.keep({ answers: withAnswer(body.answers, place, option) });
              }}
            />
          ))}
        </>
      )}
      <h2>{t('guide:closing.pledge')}</h2>
      <p className="muted">{t('guide:closing.pledge_hint')}</p>
      <WrittenText
        id={pledge}
        rows={2}
        label={t('guide:closing.pledge')}
        placeholder={t('guide:closing.pledge_placeholder')}
        maxLength={PLEDGE_MOST}
        value={body.pledge ?? ''}
        onChange={(text) => {
          learning.type({ pledge: text });
        }}
      />
      <div className={styles.actions}>
        {!body.finished && (
          <Button
            type="primary"
            disabled={!isAnswered}
            onClick={() => {
              learning.keep({ finished: true });
            }}
          >
            {t('guide:closing.finish')}
          </Button>
        )}
        <Button onClick={guiding.startOver}>{t('guide:closing.from_the_start')}</Button>
        {body.finished && <Finished one={one} answers={body.answers} />}
        {!body.finished && one.questions.length > 0 && (
          <span className="muted">{t(isAnswered ? 'guide:closing.right_hint' : 'guide:closing.open')}</span>
        )}
      </div>
      <Related id={one.id} />
    </section>
  );
}

function Finished({ one, answers }: { one: Case; answers: readonly number[] }) {
  const { t } = useTranslation();
  return (
    <span role="status">
      <span className="tone tone-good">{t('guide:closing.finished')}</span>{' '}
      {one.questions.length > 0 &&
        t('guide:closing.right', {
          right: rightAnswers(one.questions, answers),
          count: one.questions.length,
        })}
    </span>
  );
}

type QuestionProps = {
  number: number;
  question: CaseQuestion;
  answer: number | null;
  /** From then on answers stay as they are, and what is right is shown beside what was chosen. */
  isFinished: boolean;
  onAnswer: (option: number) => void;
};

function OneQuestion({ number, question, answer, isFinished, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const isTold = isFinished && question.right !== null;
  const isRight = answer === question.right;
  return (
    <fieldset className={styles.question}>
      <legend>{t('guide:closing.question', { number, text: worded(question.text) })}</legend>
      <Radio.Group
        value={answer}
        aria-readonly={isFinished}
        onChange={(event) => {
          if (!isFinished) onAnswer(Number(event.target.value));
        }}
      >
        {question.options.map((option, place) => (
          <Radio key={place} value={place} className={styles.option ?? ''}>
            {worded(option)}{' '}
            {isTold && place === question.right && (
              <span className="tone tone-good">{t('guide:closing.correct')}</span>
            )}
          </Radio>
        ))}
      </Radio.Group>
      {isTold && answer !== null && (
        <p role="status">
          <span className={isRight ? 'tone tone-good' : 'tone tone-warning'}>
            {t(isRight ? 'guide:closing.is_right' : 'guide:closing.is_wrong')}
          </span>{' '}
          {worded(question.because)}
        </p>
      )}
    </fieldset>
  );
}

function Related({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(relatedQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h2>{t('guide:closing.related')}</h2>
      <ul>
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$caseId" params={{ caseId: one.id }}>
              {one.teaching_line}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
