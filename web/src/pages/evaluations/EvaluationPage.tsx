// One evaluation to read: for leaders and managers, and for whoever scored it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { formatDuration } from '../../components/instants';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { PageHeader } from '../../components/PageHeader';
import { TiePart } from '../../components/TiePart';
import { Time, useInstant } from '../../components/Time';
import { useMe } from '../../app/me';
import { useWorded } from '../../i18n/words';
import { ApartNote } from './ApartNote';
import { RecallButton } from './RecallButton';
import { useDispositionWords } from './said';
import styles from '../feedback/feedback.module.css';
import { Items } from '../feedback/Items';
import { Moments } from '../feedback/Moments';
import { OneChangePart } from '../feedback/OneChangePart';
import { Result, ResultLine } from '../feedback/Result';
import { feedbackItems, oneChange, strengths } from '../feedback/story';
import { Strengths } from '../feedback/Strengths';
import { useListening } from '../feedback/useListening';
import { MakeReference } from '../references/MakeReference';
import { ReviseButton } from '../revising/ReviseButton';
import { NotOutYet } from './NotOutYet';
import { RevisionsPart } from './RevisionsPart';
import { TalkPart } from './TalkPart';

export default function EvaluationPage() {
  const { t } = useTranslation();
  const { evaluationId } = useParams({ from: '/shell/evaluations/$evaluationId' });
  const { data, error, refetch } = useQuery(readEvaluationQuery(evaluationId));
  if (error) {
    return (
      <>
        <PageHeader title={t('results:evaluation.title')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <Read key={data.id} evaluation={data} /> : <Spin />;
}

function Read({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const listening = useListening(evaluation);
  const name = evaluation.person?.name ?? evaluation.agent?.name ?? evaluation.agent?.external_id;
  return (
    <article className={styles.page}>
      <PageHeader title={name ?? t('results:evaluation.title')} note={<ResultLine evaluation={evaluation} />}>
        {evaluation.contact && (
          <Link to="/contacts/$contactId" params={{ contactId: evaluation.contact.id }}>
            {t(`contacts:channel.${evaluation.contact.channel}`)}
          </Link>
        )}
        <MakeReference evaluation={evaluation} />
        {evaluation.call_id && (
          <Link to="/calls/$callId" params={{ callId: evaluation.call_id }}>
            {t('results:evaluation.open_call')}
          </Link>
        )}
      </PageHeader>
      {evaluation.state === 'draft' && <DraftHint id={evaluation.id} />}
      <NotOutYet evaluation={evaluation} />
      <RecallButton evaluation={evaluation} />
      <ReviseButton evaluation={evaluation} listening={listening} />
      <ApartNote evaluation={evaluation} />
      <Facts evaluation={evaluation} />
      {evaluation.listening_first && !evaluation.listening_first.is_due && (
        <p>
          {t('results:first.found', {
            found: evaluation.listening_first.found,
            count: evaluation.listening_first.of_all,
          })}
        </p>
      )}
      {evaluation.talk && <TalkPart evaluation={evaluation} talk={evaluation.talk} />}
      {evaluation.sitting && evaluation.state !== 'draft' && <Tie evaluation={evaluation} />}
      <Moments evaluation={evaluation} listening={listening} />
      {evaluation.score !== null && (
        <>
          <div className={styles.pair}>
            <Strengths strengths={strengths(evaluation)} hear={listening.hear} />
            <OneChangePart change={oneChange(evaluation)} hear={listening.hear} />
          </div>
          <Items evaluationId={evaluation.id} items={feedbackItems(evaluation)} hear={listening.hear} />
        </>
      )}
      <Result evaluation={evaluation} />
      <RevisionsPart evaluation={evaluation} />
    </article>
  );
}

/** Whoever sat beside the agent says which call it was. */
function Tie({ evaluation }: { evaluation: Evaluation }) {
  const me = useMe();
  const queries = useQueryClient();
  if (evaluation.evaluator?.id !== me.person_id) return null;
  return (
    <TiePart
      evaluation={evaluation}
      onTied={() => queries.invalidateQueries({ queryKey: ['evaluation', evaluation.id] })}
    />
  );
}

function DraftHint({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="info"
      showIcon
      title={t('results:evaluation.draft_hint')}
      action={
        <Link to="/review/$evaluationId" params={{ evaluationId: id }}>
          {t('results:evaluation.go_on')}
        </Link>
      }
    />
  );
}

/** Who, when, with which card, and what the agent did with it. */
function Facts({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { scorecard_version: card, team, project } = evaluation;
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={t(evaluation.contact ? 'results:evaluation.text_of' : 'results:evaluation.call_of')}>
          <Time at={evaluation.call_started_at} />
        </Fact>
        <Fact name={t('results:column.team')}>{team?.name}</Fact>
        <Fact name={t('results:column.project')}>{project?.name}</Fact>
        <Fact name={t('results:evaluation.card')}>
          {worded(card.definition.title)}{' '}
          <span className="muted">{t('results:evaluation.version', { number: card.number })}</span>
        </Fact>
        <Fact name={t('results:evaluation.by')}>{evaluation.evaluator?.name}</Fact>
        <Fact name={t('results:evaluation.released')}>
          <Time at={evaluation.released_at} />
        </Fact>
        <CheckedFacts evaluation={evaluation} />
      </dl>
      {evaluation.is_out && evaluation.state === 'released' && <AgentsAnswer evaluation={evaluation} />}
    </>
  );
}

/** What was heard before the release, and what was said of the disposition. */
function CheckedFacts({ evaluation: { coverage, disposition } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const wordsOf = useDispositionWords();
  const knowsPercent = coverage !== null && coverage.percent !== null;
  return (
    <>
      <Fact name={t('results:evaluation.coverage')}>
        {knowsPercent && (
          <>
            {t('results:evaluation.coverage_value', { percent: coverage.percent })}
            {coverage.sped_ms + coverage.skipped_ms > 0 && (
              <span className="muted">
                {' '}
                {t('results:evaluation.coverage_parts', {
                  sped: formatDuration(coverage.sped_ms),
                  skipped: formatDuration(coverage.skipped_ms),
                })}
              </span>
            )}
            {coverage.unheard.length > 0 && (
              <span className="tone tone-warning">
                {t('results:coverage.unheard', { count: coverage.unheard.length })}
              </span>
            )}
          </>
        )}
      </Fact>
      <Fact name={t('results:evaluation.disposition')}>{disposition && wordsOf(disposition)}</Fact>
    </>
  );
}

function AgentsAnswer({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { appeal, feedback } = evaluation;
  return (
    <div className={styles.answer}>
      <p className="muted">
        <AnswerWords evaluation={evaluation} />{' '}
        {appeal && (
          <Link to="/appeals/$appealId" params={{ appealId: appeal.id }}>
            {t('results:evaluation.to_appeal')}
          </Link>
        )}
      </p>
      {feedback.reply && (
        <p>
          <span className="muted">{t('results:evaluation.reply')}: </span>
          {feedback.reply}
        </p>
      )}
    </div>
  );
}

function AnswerWords({ evaluation: { feedback, appeal } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useInstant();
  const { opened_at, answered_at } = feedback;
  const at = answered_at === null ? '' : format(answered_at);
  switch (feedback.answer) {
    case 'acknowledged':
      return t('results:evaluation.acknowledged', { at });
    case 'no_objection':
      return t('results:evaluation.no_objection', { at });
    case 'lapsed':
      return t('results:evaluation.lapsed');
    case 'appealed':
      return t('results:evaluation.appealed');
    case 'decided':
      return t(`results:evaluation.decided_${appeal?.outcome ?? 'upheld'}`);
    case null:
      return opened_at
        ? t('results:evaluation.opened', { at: format(opened_at) })
        : t('results:evaluation.unopened');
  }
}
