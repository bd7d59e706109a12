// Revises one's own evaluation that is out: other answers, and why. The agent is told and answers anew.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenRevisionQuery, reviseEvaluation } from '../../api/results';
import type { CardQuestion, Choice, Evaluation } from '../../api/types';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import { ChoiceSelect, ChoiceText } from '../appeals/ChoiceSelect';
import { questionsOf } from '../appeals/choices';
import { ForeseenPart } from '../appeals/ForeseenPart';
import styles from '../appeals/appeals.module.css';

const TEXT_MOST = 2000;

export function ReviseButton({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  if (!evaluation.is_revisable || evaluation.is_recallable || evaluation.evaluator?.id !== me.person_id) {
    return null;
  }
  return (
    <p>
      <Button
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('results:revise.button')}
      </Button>{' '}
      <span className="muted">{t('results:revise.hint')}</span>
      <Drawer
        open={isOpen}
        onClose={() => {
          setIsOpen(false);
        }}
        size={620}
        title={t('results:revise.title')}
        destroyOnHidden
      >
        <ReviseForm
          evaluation={evaluation}
          onDone={() => {
            setIsOpen(false);
          }}
        />
      </Drawer>
    </p>
  );
}

type Changes = Record<string, { choice: Choice; comment: string }>;
type FormProps = { evaluation: Evaluation; onDone: () => void };

function ReviseForm({ evaluation, onDone }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { id, revision } = evaluation;
  const [reason, setReason] = useState('');
  const [changes, setChanges] = useState<Changes>({});
  const choices = Object.fromEntries(Object.entries(changes).map(([key, { choice }]) => [key, choice]));
  const foreseen = useQuery({
    ...foreseenRevisionQuery(id, choices),
    placeholderData: keepPreviousData,
  });
  const missing = Object.keys(choices).length > 0 ? (foreseen.data?.missing ?? []) : [];
  const asked = new Set([...shownKeys(evaluation), ...missing]);
  const revise = useSaidChange(
    () => reviseEvaluation(id, { revision, reason: reason.trim(), changes: changesOf(changes) }),
    () => queries.invalidateQueries({ queryKey: ['evaluations'] }),
    {
      said: () => t('results:revise.done'),
      onDone: () => {
        void queries.invalidateQueries({ queryKey: ['evaluation', id] });
        onDone();
      },
    },
  );
  const isReady =
    reason.trim() !== '' && Object.keys(changes).length > 0 && missing.every((key) => changes[key]);
  return (
    <div>
      {questionsOf(evaluation.scorecard_version.definition)
        .filter(({ key }) => asked.has(key))
        .map((question) => (
          <Item
            key={question.key}
            question={question}
            evaluation={evaluation}
            change={changes[question.key]}
            onChange={(change) => {
              setChanges((before) => {
                const kept = Object.entries(before).filter(([key]) => key !== question.key);
                return Object.fromEntries(change ? [...kept, [question.key, change]] : kept);
              });
            }}
          />
        ))}
      <Input.TextArea
        aria-label={t('results:revise.reason')}
        placeholder={t('results:revise.reason')}
        value={reason}
        maxLength={TEXT_MOST}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
      {foreseen.data && Object.keys(choices).length > 0 && (
        <ForeseenPart
          foreseen={foreseen.data}
          card={evaluation.scorecard_version.definition}
          answers={evaluation.answers}
          choices={choices}
          unknown={t('appeals:judge.total_unknown')}
        />
      )}
      {foreseen.error && <ErrorNotice error={foreseen.error} />}
      <div className={styles.actions}>
        <Button
          type="primary"
          disabled={!isReady}
          loading={revise.isPending}
          onClick={() => {
            revise.mutate(undefined);
          }}
        >
          {t('results:revise.send')}
        </Button>
      </div>
      {revise.error && <ErrorNotice error={revise.error} />}
    </div>
  );
}

function shownKeys({ preview, scorecard_version }: Evaluation): string[] {
  const hidden = new Set(preview.hidden);
  return questionsOf(scorecard_version.definition)
    .map(({ key }) => key)
    .filter((key) => !hidden.has(key));
}

function changesOf(changes: Changes) {
  const entries = Object.entries(changes).map(([key, { choice, comment }]) => [
    key,
    { choice, comment: comment.trim() === '' ? null : comment.trim() },
  ]);
  return Object.fromEntries(entries) as Record<string, { choice: Choice; comment: string | null }>;
}

type ItemProps = {
  question: CardQuestion;
  evaluation: Evaluation;
  change: Changes[string] | undefined;
  onChange: (change: Changes[string] | null) => void;
};

function Item({ question, evaluation, change, onChange }: ItemProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const title = worded(question.title) || question.key;
  const answer = evaluation.answers[question.key];
  return (
    <div className={styles.fields} role="group" aria-label={title}>
      <div className={`${styles.line} ${styles.column}`}>
        <strong>{title}</strong>
        {answer && (
          <span className="muted">
            <ChoiceText question={question} choice={answer} />
          </span>
        )}
        <ChoiceSelect
          question={question}
          value={change?.choice ?? null}
          except={answer}
          label={t('results:revise.choice', { item: title })}
          placeholder={t('results:revise.keep')}
          onChange={(choice) => {
            onChange(choice && { choice, comment: change?.comment ?? '' });
          }}
        />
      </div>
      {change && (
        <Input.TextArea
          aria-label={t('results:revise.comment', { item: title })}
          placeholder={t('results:revise.comment_hint')}
          value={change.comment}
          maxLength={TEXT_MOST}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => {
            onChange({ ...change, comment: event.target.value });
          }}
        />
      )}
    </div>
  );
}
