// The recheck and the arbitration: every item that is open is kept or changed, each with a reason; the
// total that follows is shown before anything is decided.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenQuery, judge, type Judgement } from '../../api/appeals';
import type { Answer, Appeal, CardQuestion, Choice, Grounds } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import { wanted } from '../../scorecard/requirements';
import feedback from '../feedback/feedback.module.css';
import styles from './appeals.module.css';
import { ChoiceSelect } from './ChoiceSelect';
import { questionOf } from './choices';
import { ForeseenPart } from './ForeseenPart';
import { isGrounded, type Place, ruledAnswer, RulingGrounds } from './RulingGrounds';
import { useJudging } from './useJudging';

const REASON_MOST = 2000;

type Said = { changes: boolean; choice: Choice | null; reason: string; grounds: Grounds };
const NOTHING: Said = { changes: false, choice: null, reason: '', grounds: {} };
type Also = { choice: Choice; comment: string; grounds: Grounds };

type Props = { appeal: Appeal; step: 'recheck' | 'arbitration'; place: Place };

export function JudgeForm({ appeal, step, place }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const card = appeal.scorecard_version.definition;
  const [said, setSaid] = useState<Record<string, Said>>({});
  const [also, setAlso] = useState<Record<string, Also>>({});
  const open = appeal.items.filter((item) => appeal.contested.includes(item.question));
  const changed = Object.fromEntries(
    open.flatMap(({ question }) => {
      const { changes, choice } = said[question] ?? NOTHING;
      return changes && choice ? [[question, choice] as const] : [];
    }),
  );
  const alsoChosen = Object.entries(also).map(([key, { choice }]) => [key, choice] as const);
  const choices = { ...changed, ...Object.fromEntries(alsoChosen) };
  const foreseen = useQuery(foreseenQuery('appeal', appeal.id, choices));
  // What is asked only because of a change that was since taken back is not answered.
  const beyond = useQuery(foreseenQuery('appeal', appeal.id, changed)).data?.missing ?? [];
  const asked = Object.keys(changed).length > 0 ? beyond : [];
  const judging = useJudging(appeal.id, (judgement: Judgement) => judge(appeal.id, step, judgement));
  const isReady =
    open.every(({ question, answer }) => {
      const { changes, choice, reason, grounds } = said[question] ?? NOTHING;
      if (reason.trim() === '' || !changes) return reason.trim() !== '';
      return (
        choice !== null &&
        isGrounded(questionOf(card, question), ruledAnswer(answer, choice, reason, grounds))
      );
    }) &&
    asked.every((key) => {
      const one = also[key];
      return (
        one !== undefined &&
        isGrounded(questionOf(card, key), ruledAnswer(undefined, one.choice, one.comment, one.grounds))
      );
    });
  const send = () => {
    judging.mutate({
      items: open.map(({ question }) => {
        const { changes, choice, reason, grounds } = said[question] ?? NOTHING;
        const change = changes ? choice : null;
        return { question, change, grounds: change ? grounds : {}, reason: reason.trim() };
      }),
      also: Object.fromEntries(
        asked.flatMap((key) => {
          const one = also[key];
          if (!one) return [];
          const { choice, comment, grounds } = one;
          return [[key, { ...choice, comment: comment.trim() || null, grounds }] as const];
        }),
      ),
    });
  };
  return (
    <section className={feedback.wide} aria-labelledby="decision">
      <h2 id="decision">{t('appeals:judge.title')}</h2>
      {open.map((item) => (
        <ItemFields
          key={item.question}
          question={questionOf(card, item.question)}
          title={worded(questionOf(card, item.question)?.title) || item.question}
          answer={item.answer}
          said={said[item.question] ?? NOTHING}
          place={place}
          onSay={(part) => {
            setSaid((before) => ({
              ...before,
              [item.question]: { ...(before[item.question] ?? NOTHING), ...part },
            }));
          }}
        />
      ))}
      {asked.map((key) => (
        <AlsoField
          key={key}
          question={questionOf(card, key)}
          value={also[key] ?? null}
          place={place}
          onChange={(one) => {
            setAlso((before) => {
              const others = Object.entries(before).filter(([other]) => other !== key);
              return Object.fromEntries(one === null ? others : [...others, [key, one]]);
            });
          }}
        />
      ))}
      {Object.keys(changed).length > 0 && foreseen.data && (
        <ForeseenPart
          foreseen={foreseen.data}
          card={card}
          answers={appeal.answers}
          choices={choices}
          unknown={t('appeals:judge.total_unknown')}
        />
      )}
      {foreseen.error && <ErrorNotice error={foreseen.error} />}
      <div className={styles.actions}>
        <Button type="primary" disabled={!isReady} loading={judging.isPending} onClick={send}>
          {t(step === 'recheck' ? 'appeals:judge.send_recheck' : 'appeals:judge.send_arbitration')}
        </Button>
        {!isReady && <span className="muted">{t('appeals:judge.must')}</span>}
      </div>
      {judging.error && <ErrorNotice error={judging.error} />}
    </section>
  );
}

type FieldsProps = {
  question: CardQuestion | undefined;
  title: string;
  answer: Answer;
  said: Said;
  place: Place;
  onSay: (part: Partial<Said>) => void;
};

function ItemFields({ question, title, answer, said, place, onSay }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.fields} role="group" aria-label={title}>
      <strong>{title}</strong>
      <div className={styles.line}>
        <Segmented
          aria-label={title}
          value={said.changes ? 'change' : 'keep'}
          onChange={(chosen) => {
            onSay({ changes: chosen === 'change' });
          }}
          options={(['keep', 'change'] as const).map((value) => ({
            value,
            label: t(`appeals:judge.${value}`),
          }))}
        />
        {said.changes && question && (
          <ChoiceSelect
            question={question}
            value={said.choice}
            except={answer}
            label={t('appeals:judge.change_to')}
            placeholder={t('appeals:judge.change_to')}
            onChange={(choice) => {
              onSay({ choice });
            }}
          />
        )}
      </div>
      <Input.TextArea
        aria-label={t('appeals:judge.reason')}
        placeholder={t('appeals:judge.reason')}
        value={said.reason}
        maxLength={REASON_MOST}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => {
          onSay({ reason: event.target.value });
        }}
      />
      {said.changes && said.choice && question && (
        <RulingGrounds
          question={question}
          answer={ruledAnswer(answer, said.choice, said.reason, said.grounds)}
          place={place}
          onChange={(grounds) => {
            onSay({ grounds });
          }}
        />
      )}
    </div>
  );
}

type AlsoProps = {
  question: CardQuestion | undefined;
  value: Also | null;
  place: Place;
  onChange: (one: Also | null) => void;
};

function AlsoField({ question, value, place, onChange }: AlsoProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  if (!question) return null;
  const label = t('appeals:judge.also', { item: worded(question.title) });
  const answer = value && ruledAnswer(undefined, value.choice, value.comment, value.grounds);
  return (
    <div className={styles.fields}>
      <strong>{label}</strong>
      <ChoiceSelect
        question={question}
        value={value?.choice ?? null}
        label={label}
        onChange={(choice) => {
          onChange(choice && { comment: value?.comment ?? '', grounds: value?.grounds ?? {}, choice });
        }}
      />
      {value && answer && wanted(question, answer).includes('comment') && (
        <Input.TextArea
          aria-label={t('appeals:judge.also_comment', { item: worded(question.title) })}
          placeholder={t('appeals:judge.also_comment', { item: worded(question.title) })}
          value={value.comment}
          maxLength={REASON_MOST}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={(event) => {
            onChange({ ...value, comment: event.target.value });
          }}
        />
      )}
      {value && answer && (
        <RulingGrounds
          question={question}
          answer={answer}
          place={place}
          onChange={(grounds) => {
            onChange({ ...value, grounds });
          }}
        />
      )}
    </div>
  );
}
