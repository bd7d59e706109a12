// Every item with what it lost, what would have been right to say, and how it was arbitrated before. Only those that lose marks are open.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { precedentsQuery } from '../../api/appeals';
import { answersInForceQuery, type StandardAnswer } from '../../api/desk';
import type { Precedent } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { OtherEvidence } from '../../scorecard/OtherEvidence';
import { orderOf } from '../../text/turns';
import { Precedents } from '../appeals/Precedents';
import styles from './feedback.module.css';
import { PlayClip } from './PlayClip';
import { usePoints } from './points';
import type { FeedbackItem } from './story';
import type { Listening } from './useListening';

type Props = { evaluationId: string; items: readonly FeedbackItem[]; hear: Listening['hear'] };

export function Items({ evaluationId, items, hear }: Props) {
  const { t } = useTranslation();
  // Beside the point where they cannot be read: the items stand without them.
  const { data: inForce } = useQuery(answersInForceQuery(evaluationId));
  const { data: decided } = useQuery(precedentsQuery(evaluationId));
  const losing = items.filter((item) => item.isLosing).length;
  return (
    <section className={styles.wide} aria-labelledby="items">
      <h2 id="items">
        {t('feedback:items.title')}{' '}
        <span className={styles.aside}>
          {losing === 0 ? t('feedback:items.none_losing') : t('feedback:items.losing', { count: losing })}
        </span>
      </h2>
      <div className={styles.items}>
        {items.map((item) => (
          <details key={item.question.key} open={item.isLosing}>
            <summary>
              <ItemSummary item={item} />
            </summary>
            <ItemBody
              item={item}
              answers={(inForce?.items ?? []).filter((one) => one.question === item.question.key)}
              precedents={(decided?.items ?? []).filter((one) => one.question === item.question.key)}
              hear={hear}
            />
          </details>
        ))}
      </div>
    </section>
  );
}

function ItemSummary({ item }: { item: FeedbackItem }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { question, chosen, answer, line } = item;
  return (
    <>
      <span className={styles.itemTitle}>
        {worded(question.title)}
        {question.critical !== false && (
          <span className={`tone ${item.isLosing ? 'tone-warning' : ''} ${styles.mark}`}>
            {t('feedback:items.critical')}
          </span>
        )}
      </span>
      <span className={line.isFatal ? styles.fatalChoice : 'muted'}>
        {answer?.not_applicable ? t('feedback:items.not_applicable') : chosen.map(worded).join(' · ')}
      </span>
      <ItemLoss item={item} />
    </>
  );
}

function ItemLoss({ item: { line } }: { item: FeedbackItem }) {
  const { t } = useTranslation();
  const points = usePoints();
  if (line.isFatal) return <span className="tone tone-bad">{t('feedback:items.fatal')}</span>;
  if (line.lost > 0) {
    return (
      <span className={`tone tone-bad ${styles.loss}`}>
        {t('feedback:items.lost', { points: points(line.lost) })}
      </span>
    );
  }
  if (line.whyNot === 'not_scored') return <span className="muted">{t('feedback:items.not_scored')}</span>;
  if (line.whyNot !== null) return <span />;
  return <span className="muted">{t('feedback:items.full')}</span>;
}

type BodyProps = {
  item: FeedbackItem;
  answers: readonly StandardAnswer[];
  precedents: readonly Precedent[];
  hear: Listening['hear'];
};

function ItemBody({ item, answers, precedents, hear }: BodyProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { question, answer, evidence } = item;
  const causes = (answer?.causes ?? []).map(
    (key) => question.causes.find((cause) => cause.key === key)?.title ?? { en: key },
  );
  const kinds = (answer?.evidence ?? []).map((one) => one.kind);
  const guidance = worded(question.guidance);
  return (
    <dl className={styles.itemBody}>
      {answer?.comment && (
        <>
          <dt>{t('feedback:items.comment')}</dt>
          <dd>{answer.comment}</dd>
        </>
      )}
      {item.isLosing && answer?.attribution && answer.attribution !== 'agent' && (
        <>
          <dt>{t('scorecard:attribution.word')}</dt>
          <dd>{t(`scorecard:attribution.not_yours.${answer.attribution}`)}</dd>
        </>
      )}
      {causes.length > 0 && (
        <>
          <dt>{t('feedback:items.cause')}</dt>
          <dd>{causes.map(worded).join(' · ')}</dd>
        </>
      )}
      {kinds.length > 0 && (
        <>
          <dt>{t(item.isLosing ? 'feedback:items.evidence' : 'feedback:items.grounds')}</dt>
          <dd className={styles.clips}>
            {evidence.map((at) => (
              <PlayClip key={orderOf(at).join('-')} at={at} hear={hear} />
            ))}
            <OtherEvidence evidence={answer?.evidence ?? []} />
          </dd>
        </>
      )}
      {guidance && (
        <>
          <dt>{t('feedback:items.guidance')}</dt>
          <dd className="muted">{guidance}</dd>
        </>
      )}
      {answers.length > 0 && (
        <>
          <dt>{t('feedback:items.standard_answer')}</dt>
          <dd className={styles.standardAnswers}>
            {answers.map((one) => (
              <p key={one.id}>
                <strong>{worded(one.shown.title)}</strong> {worded(one.shown.text)}
              </p>
            ))}
          </dd>
        </>
      )}
      {precedents.length > 0 && (
        <>
          <dt>{t('feedback:items.precedents')}</dt>
          <dd>
            <Precedents precedents={precedents} question={question} />
          </dd>
        </>
      )}
    </dl>
  );
}
