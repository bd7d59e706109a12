// One item of an appeal: both arguments side by side, the second to hear, and how others were decided.
import { useTranslation } from 'react-i18next';
import type { Appeal, AppealItem, CardQuestion } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { OtherEvidence } from '../../scorecard/OtherEvidence';
import feedback from '../feedback/feedback.module.css';
import { orderOf, spotOfEvidence } from '../../text/turns';
import { PlayClip } from '../feedback/PlayClip';
import type { Listening } from '../feedback/useListening';
import styles from './appeals.module.css';
import { ChoiceText, useChoiceWords } from './ChoiceSelect';
import { questionOf } from './choices';
import { Precedents } from './Precedents';

type Props = { item: AppealItem; appeal: Appeal; hear: Listening['hear'] };

export function ItemPart({ item, appeal, hear }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const question = questionOf(appeal.scorecard_version.definition, item.question);
  const guidance = worded(question?.guidance);
  return (
    <section className={feedback.wide} aria-label={worded(question?.title) || item.question}>
      <h2>
        {worded(question?.title) || item.question}{' '}
        {item.outcome && (
          <span className={item.outcome === 'overturned' ? 'tone tone-good' : 'tone'}>
            {t(`appeals:outcome.${item.outcome}`)}
          </span>
        )}
      </h2>
      {guidance && <p className="muted">{guidance}</p>}
      <div className={styles.arguments}>
        <AgentSays item={item} question={question} hear={hear} />
        <InspectorSays item={item} question={question} hear={hear} />
      </div>
      <Precedents precedents={item.precedents} question={question} />
    </section>
  );
}

type SideProps = { item: AppealItem; question: CardQuestion | undefined; hear: Listening['hear'] };

function AgentSays({ item, question, hear }: SideProps) {
  const { t } = useTranslation();
  const choiceWords = useChoiceWords();
  return (
    <div>
      <h3>{t('appeals:item.agent_says')}</h3>
      <p className={styles.words}>{item.reason}</p>
      {item.proposed && (
        <p>
          <strong>{t('appeals:item.proposed', { choice: choiceWords(question, item.proposed) })}</strong>
        </p>
      )}
      {item.turn !== null && <PlayClip at={{ first: item.turn, last: item.turn }} hear={hear} />}
      {item.start_ms !== null && (
        <PlayClip at={{ start_ms: item.start_ms, end_ms: item.end_ms ?? item.start_ms }} hear={hear} />
      )}
    </div>
  );
}

function InspectorSays({ item: { answer }, question, hear }: SideProps) {
  const { t } = useTranslation();
  const spots = answer.evidence.flatMap((one) => spotOfEvidence(one) ?? []);
  return (
    <div>
      <h3>{t('appeals:item.inspector_says')}</h3>
      {answer.comment && <p className={styles.words}>{answer.comment}</p>}
      <p>
        {t('appeals:item.scored')}:{' '}
        <strong>
          <ChoiceText question={question} choice={answer} />
        </strong>
      </p>
      <div className={feedback.clips}>
        {spots.map((at) => (
          <PlayClip key={orderOf(at).join('-')} at={at} hear={hear} />
        ))}
        <OtherEvidence evidence={answer.evidence} />
      </div>
    </div>
  );
}
