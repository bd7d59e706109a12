// Cells that lists of evaluations share: the result, how far the evaluator is, what the agent did.
import { CommentOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../api/contacts';
import type { EvaluationRow } from '../../api/types';
import { ScoreTag } from '../../components/ScoreTag';
import { Time, useInstant } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import { answerStateOf, stateOf } from './state';

/** The score with its grade, or why there is none. */
export function ResultCell({ row }: { row: EvaluationRow }) {
  const coded = useCoded();
  if (row.state === 'draft') return null;
  if (row.state === 'not_scored') {
    return (
      <span className="muted">{row.no_score_reason ? coded('cannot_score', row.no_score_reason) : null}</span>
    );
  }
  return <ScoreTag total={row.total} passed={row.passed} bandTitle={row.band_title} fatal={row.fatal} />;
}

const STATE_TONES = { draft: 'tone-warning', going_out: 'tone-warning', released: '', not_scored: '' };

export function StateCell({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const state = stateOf(row);
  return (
    <>
      <span className={`tone ${STATE_TONES[state]}`}>{t(`results:state.${state}`)}</span>
      {state === 'draft' && <DueWord row={row} />}
    </>
  );
}

/** Until when a draft should be released, or what is out should be heard; nothing where nothing is due. */
export function DueWord({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const format = useInstant();
  if (row.due_at === null) return null;
  const at = format(row.due_at);
  const what = row.state === 'draft' ? 'release' : 'hear';
  return (
    <div>
      <span className={row.is_overdue ? 'tone tone-bad' : 'muted'}>
        {row.is_overdue ? t(`results:due.${what}_over`, { at }) : t(`results:due.${what}`, { at })}
      </span>
    </div>
  );
}

/** Whether the agent has opened and acknowledged it; a speech bubble where they wrote something. */
export function AnswerCell({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const format = useInstant();
  const state = answerStateOf(row);
  if (state === null) return null;
  const at = row.acknowledged_at ?? row.opened_at;
  const outcome = row.appeal?.outcome ?? null;
  return (
    <div title={at ? format(at) : undefined} className={state === 'unopened' ? 'muted' : undefined}>
      {state === 'decided' && outcome !== null
        ? t(`appeals:outcome.${outcome}`)
        : t(`results:answer.${state}`)}
      {row.has_reply && (
        <>
          {' '}
          <CommentOutlined aria-label={t('results:answer.replied')} title={t('results:answer.replied')} />
        </>
      )}
      {state === 'unopened' && <DueWord row={row} />}
    </div>
  );
}

/** What it is for, where that is not the quality score; of a text, how it went. */
export function PurposeTag({ row }: { row: Pick<EvaluationRow, 'purpose'> & { channel?: Channel | null } }) {
  const { t } = useTranslation();
  if (row.purpose === 'quality') return null;
  if (row.channel) return <span className="tone">{t(`contacts:channel.${row.channel}`)}</span>;
  return <span className="tone">{t(`cards:purpose.${row.purpose}`)}</span>;
}

/** When the call was; leads on with a draft, and to the evaluation where there is one. */
export function CallTimeLink({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const words = row.call_started_at ? <Time at={row.call_started_at} /> : t('results:call_gone');
  const params = { evaluationId: row.id };
  return stateOf(row) === 'draft' || !row.is_out ? (
    <Link to="/review/$evaluationId" params={params}>
      {words}
    </Link>
  ) : (
    <Link to="/evaluations/$evaluationId" params={params}>
      {words}
    </Link>
  );
}

/** How much of the call its evaluator had heard, and whether a deduction cites what they had not. */
export function CoverageCell({ coverage }: { coverage: EvaluationRow['coverage'] }) {
  const { t } = useTranslation();
  if (coverage === null || coverage.percent === null) return <span>{t('score.none')}</span>;
  const isWarned = coverage.unheard.length > 0;
  return (
    <span
      className={isWarned ? 'tone tone-warning number' : 'number'}
      title={isWarned ? t('results:coverage.unheard', { count: coverage.unheard.length }) : undefined}
    >
      {t('results:coverage.percent', { percent: coverage.percent })}
    </span>
  );
}
