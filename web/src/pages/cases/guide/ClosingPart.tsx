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
import { rightAnswers } from './guide';
import styles from './guide.module.css';
import type { KeptLearning } from './useKeptLearning';
import type { Guiding } from './useGuide';

const PLEDGE_MOST = 1_000;

type Props = { one: Case; guiding: Guiding; learning: KeptLearning };

export function ClosingPart({ one, guiding, learning }: Props) {
  const { t } = useTranslation();
  const { body } = learning;
  const pledge = useId();
  const answered = one.questions.filter((_, place) => typeof body.answers[place] === 'number').length;
  const choose = (place: number, option: number) => {
    const answers = one.questions.map((_, other) =>
      other === place ? option : (body.answers[other] ?? null),
    );
    learning.keep({ answers });
  };
  return (
    <section className={styles.point} aria-label={t('guide:closing.title')}>
      {one.questions.length > 0 && (
        <>
          <h2>{t('guide:closing.questions', { count: one.questions.length })}</h2>
          {one.questions.map((question, place) => (
            <OneQuestion
              key={place}
              number={place + 1}
              question={question}
              answer={body.answers[place] ?? null}
              onAnswer={(option) => {
                choose(place, option);
              }}
            />
          ))}
          {answered === one.questions.length && (
            <p role="status">
              {t('guide:closing.right', {
                right: rightAnswers(one.questions, body.answers),
                count: one.questions.length,
              })}
            </p>
          )}
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
        <Button
          type="primary"
          disabled={body.finished || answered < one.questions.length}
          onClick={() => {
            learning.keep({ finished: true });
          }}
        >
          {t('guide:closing.finish')}
        </Button>
        <Button onClick={guiding.startOver}>{t('guide:closing.from_the_start')}</Button>
        {body.finished && (
          <span role="status" className="tone tone-good">
            {t('guide:closing.finished')}
          </span>
        )}
        {answered < one.questions.length && <span className="muted">{t('guide:closing.open')}</span>}
      </div>
      <Related id={one.id} />
    </section>
  );
}

type QuestionProps = {
  number: number;
  question: CaseQuestion;
  answer: number | null;
  onAnswer: (option: number) => void;
};

/** Once answered it stays: what is right is shown beside what was chosen. */
function OneQuestion({ number, question, answer, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const isRight = answer === question.right;
  return (
    <fieldset className={styles.question}>
      <legend>{t('guide:closing.question', { number, text: worded(question.text) })}</legend>
      <Radio.Group
        value={answer}
        disabled={answer !== null}
        onChange={(event) => {
          onAnswer(Number(event.target.value));
        }}
      >
        {question.options.map((option, place) => (
          <Radio key={place} value={place} className={styles.option ?? ''}>
            {worded(option)}
            {answer !== null && place === question.right && (
              <span className="tone tone-good">{t('guide:closing.right_one')}</span>
            )}
          </Radio>
        ))}
      </Radio.Group>
      {answer !== null && (
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
