// The agent appeals: which items are wrong, what would be right, where it is heard, and why. It stands
// on the page, not over it, so that the call can be heard meanwhile.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppealDraft, appealDraftQuery, foreseenQuery, submitAppeal } from '../../api/appeals';
import { waitingQuery } from '../../api/waiting';
import { problemFrom } from '../../api/problem';
import { readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice, useProblemWords } from '../../components/ErrorNotice';
import { formatDuration } from '../../components/instants';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import appeals from '../appeals/appeals.module.css';
import { ChoiceSelect, ChoiceText } from '../appeals/ChoiceSelect';
import { ForeseenPart } from '../appeals/ForeseenPart';
import { type Claim, itemOf } from './claims';
import { type FeedbackItem, feedbackItems } from './story';
import { TurnSelect } from './TurnSelect';
import { useAppealDraft } from './useAppealDraft';
import type { Listening } from './useListening';

const REASON_MOST = 2000;

type Props = { evaluation: Evaluation; listening: Listening; onClose: () => void };

/** The form, once what was written before is here. */
export function AppealForm({ evaluation, listening, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(appealDraftQuery(evaluation.id));
  const [round, setRound] = useState(0);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin aria-label={t('appeals:form.loading')} />;
  return (
    <Form
      key={round}
      evaluation={evaluation}
      listening={listening}
      stored={data}
      onClose={onClose}
      onReload={() => {
        void refetch().then(() => {
          setRound((before) => before + 1);
        });
      }}
    />
  );
}

type FormProps = Props & { stored: AppealDraft; onReload: () => void };

function Form({ evaluation, listening, stored, onClose, onReload }: FormProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const items = feedbackItems(evaluation);
  // What lost most is what is appealed most; the list begins with what lost anything.
  const offered = items.toSorted((a, b) => b.line.lost - a.line.lost);
  const draft = useAppealDraft(evaluation.id, stored);
  const { claims, setClaims } = draft;
  const send = useSubmit(evaluation, draft.submitting, onClose);
  const free = offered.filter((item) => claims.every((claim) => claim.question !== item.question.key));
  const isReady = claims.length > 0 && claims.every((claim) => claim.reason.trim() !== '');
  const change = (question: string, part: Partial<Claim>) => {
    setClaims((all) => all.map((claim) => (claim.question === question ? { ...claim, ...part } : claim)));
  };
  return (
    <section aria-labelledby="appeal">
      <h2 id="appeal">{t('appeals:form.title')}</h2>
      <p className="muted">
        {t('appeals:form.intro')} {!evaluation.hearing_rule.has_arbitration && t('appeals:form.last_step')}{' '}
        {evaluation.appeals_left !== null && t('appeals:form.left', { count: evaluation.appeals_left })}
      </p>
      {claims.map((claim) => (
        <ClaimFields
          key={claim.question}
          claim={claim}
          item={items.find((item) => item.question.key === claim.question)}
          listening={listening}
          contact={evaluation.contact}
          onChange={(part) => {
            change(claim.question, part);
          }}
          onRemove={() => {
            setClaims((all) => all.filter((one) => one.question !== claim.question));
          }}
        />
      ))}
      <Select
        aria-label={t('appeals:form.choose')}
        placeholder={t('appeals:form.choose')}
        style={{ minWidth: 280 }}
        value={null}
        options={free.map(({ question }) => ({ value: question.key, label: worded(question.title) }))}
        onChange={(question: string | null) => {
          if (question !== null)
            setClaims((all) => [...all, { question, choice: null, reason: '', at_ms: null, turn: null }]);
        }}
      />
      <Outcome evaluation={evaluation} claims={claims} />
      <div className={appeals.actions}>
        <Button
          type="primary"
          disabled={!isReady}
          loading={send.isPending}
          onClick={() => {
            send.mutate(claims);
          }}
        >
          {t('appeals:form.send')}
        </Button>
        <Button onClick={onClose}>{t('appeals:form.cancel')}</Button>
        {!isReady && claims.length > 0 && <span className="muted">{t('appeals:form.must')}</span>}
        {claims.length > 0 && (
          <Button
            type="link"
            onClick={() => {
              setClaims([]);
            }}
          >
            {t('appeals:form.throw_away')}
          </Button>
        )}
      </div>
      <DraftState draft={draft} onReload={onReload} />
      {send.error && <ErrorNotice error={send.error} />}
    </section>
  );
}

function useSubmit(evaluation: Evaluation, submitting: (is: boolean) => void, onDone: () => void) {
  const queries = useQueryClient();
  const key = readEvaluationQuery(evaluation.id).queryKey;
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  return useMutation({
    mutationFn: (claims: readonly Claim[]) => {
      submitting(true);
      return submitAppeal(evaluation.id, evaluation.revision, claims.map(itemOf));
    },
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
      void queries.invalidateQueries({ queryKey: waitingQuery.queryKey });
      await refresh();
      onDone();
    },
    onError: (error) => {
      submitting(false);
      if (problemFrom(error).status === 409) void refresh();
    },
  });
}

/** Whether what is written is kept. */
function DraftState({ draft, onReload }: { draft: ReturnType<typeof useAppealDraft>; onReload: () => void }) {
  const { t } = useTranslation();
  const format = useInstant();
  const wordsOf = useProblemWords();
  if (draft.isElsewhere) {
    return (
      <p role="alert">
        {t('appeals:form.elsewhere')}{' '}
        <Button size="small" onClick={onReload}>
          {t('appeals:form.load')}
        </Button>
      </p>
    );
  }
  if (draft.error) {
    return (
      <p role="alert">
        {t('appeals:form.not_saved')}
        {wordsOf(draft.error)}
      </p>
    );
  }
  if (draft.isSaving || draft.isUnsaved) return <p className="muted">{t('appeals:form.saving')}</p>;
  if (draft.savedAt === null) return null;
  return <p className="muted">{t('appeals:form.saved', { at: format(draft.savedAt, 'clock') })}</p>;
}

type FieldsProps = {
  claim: Claim;
  item: FeedbackItem | undefined;
  listening: Listening;
  /** The text, where it is about one. */
  contact: Evaluation['contact'];
  onChange: (part: Partial<Claim>) => void;
  onRemove: () => void;
};

function ClaimFields({ claim, item, listening, contact, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  if (!item) return null;
  const { question, answer } = item;
  const title = worded(question.title);
  return (
    <div className={appeals.fields} role="group" aria-label={title}>
      <div className={appeals.line}>
        <strong>{title}</strong>
        {answer && (
          <span className="muted">
            <ChoiceText question={question} choice={answer} />
          </span>
        )}
        <Button size="small" onClick={onRemove} aria-label={`${t('appeals:form.remove')}: ${title}`}>
          {t('appeals:form.remove')}
        </Button>
      </div>
      <div className={appeals.line}>
        <ChoiceSelect
          question={question}
          value={claim.choice}
          except={answer ?? undefined}
          label={t('appeals:form.proposed')}
          placeholder={t('appeals:form.proposed')}
          onChange={(choice) => {
            onChange({ choice });
          }}
        />
        {contact && contact.gone === null && (
          <TurnSelect
            contactId={contact.id}
            value={claim.turn}
            onChange={(turn) => {
              onChange({ turn });
            }}
          />
        )}
        {listening.state === 'ready' && (
          <Button
            onClick={() => {
              onChange({ at_ms: Math.round(listening.playback.transport.position_ms) });
            }}
          >
            {t('appeals:form.take')}
          </Button>
        )}
        {claim.at_ms !== null && (
          <span className="number">{t('appeals:form.at', { at: formatDuration(claim.at_ms) })}</span>
        )}
      </div>
      <Input.TextArea
        aria-label={t('appeals:form.reason')}
        placeholder={t('appeals:form.reason')}
        value={claim.reason}
        maxLength={REASON_MOST}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => {
          onChange({ reason: event.target.value });
        }}
      />
    </div>
  );
}

/** What the evaluation would come to if everything that is proposed were granted. */
function Outcome({ evaluation, claims }: { evaluation: Evaluation; claims: readonly Claim[] }) {
  const { t } = useTranslation();
  const proposed = claims.flatMap(({ question, choice }) => (choice ? [[question, choice] as const] : []));
  const choices = Object.fromEntries(proposed);
  const { data, error } = useQuery(foreseenQuery('evaluation', evaluation.id, choices));
  if (error) return <ErrorNotice error={error} />;
  if (!data || proposed.length === 0) return null;
  return (
    <ForeseenPart
      foreseen={data}
      card={evaluation.scorecard_version.definition}
      answers={evaluation.answers}
      choices={choices}
      unknown={t('appeals:form.total_missing')}
    />
  );
}
