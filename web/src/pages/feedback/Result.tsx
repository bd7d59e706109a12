// The result: the score, its grade, and how it came about.
import { useTranslation } from 'react-i18next';
import type { Evaluation, EvaluationRow, Words } from '../../api/types';
import { OutcomeTag } from '../../components/OutcomeTag';
import { ScoreTag } from '../../components/ScoreTag';
import { useCoded } from '../../i18n/words';
import { AccountTable } from './AccountTable';
import { AccountWords } from './AccountWords';
import styles from './feedback.module.css';
import { accountOf } from './trace';

/** The title of the grade that a score reached. */
export function bandTitle(evaluation: Evaluation): Words | null {
  const { bands } = evaluation.scorecard_version.definition;
  return bands.find((band) => band.key === evaluation.score?.band)?.title ?? null;
}

export function ResultLine({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { score } = evaluation;
  const { pass } = evaluation.scorecard_version.definition;
  if (score === null) return <NoScore reason={evaluation.no_score} />;
  return (
    <span className={styles.resultLine}>
      <ScoreTag
        total={score.total}
        passed={score.passed}
        bandTitle={bandTitle(evaluation)}
        fatal={(score.fatal ?? []).length > 0}
      />
      {evaluation.verification && <OutcomeTag verification={evaluation.verification} />}
      {pass !== null && <span className="muted">{t('feedback:result.pass_mark', { mark: pass })}</span>}
    </span>
  );
}

function NoScore({ reason }: { reason: Evaluation['no_score'] }) {
  const { t } = useTranslation();
  const coded = useCoded();
  if (reason === null) return null;
  const words: EvaluationRow['no_score_reason'] = coded('cannot_score', reason.reason);
  return (
    <span>
      {t('feedback:result.no_score')}: {words}
      {reason.note && ` · ${reason.note}`}
    </span>
  );
}

export function Result({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { score } = evaluation;
  const card = evaluation.scorecard_version.definition;
  return (
    <section className={styles.wide} aria-labelledby="result">
      <h2 id="result">{t('feedback:result.title')}</h2>
      <ResultLine evaluation={evaluation} />
      {score && (
        <>
          <h3 className={styles.how}>{t('feedback:result.how')}</h3>
          <AccountWords evaluation={evaluation} />
          <AccountTable
            account={accountOf(score.trace, card, score.fatal)}
            score={score}
            method={card.method}
          />
        </>
      )}
    </section>
  );
}
