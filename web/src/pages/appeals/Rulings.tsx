// What was said at each step of an appeal so far.
import { useTranslation } from 'react-i18next';
import type { Appeal, AppealRuling, ItemRuling } from '../../api/types';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import feedback from '../feedback/feedback.module.css';
import styles from './appeals.module.css';
import { useChoiceWords } from './ChoiceSelect';
import { questionOf } from './choices';

export function Rulings({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  if (appeal.rulings.length === 0) return null;
  return (
    <section className={feedback.wide} aria-labelledby="rulings">
      <h2 id="rulings">{t('appeals:ruling.title')}</h2>
      <ol className={styles.rulings}>
        {appeal.rulings.map((ruling) => (
          <RulingLine key={ruling.step} ruling={ruling} appeal={appeal} />
        ))}
      </ol>
    </section>
  );
}

function RulingLine({ ruling, appeal }: { ruling: AppealRuling; appeal: Appeal }) {
  const { t } = useTranslation();
  const step = t(`appeals:state.${ruling.step}`);
  return (
    <li>
      <p>
        <strong>{ruling.judge ? t('appeals:ruling.by', { step, name: ruling.judge.name }) : step}</strong>{' '}
        <span className="muted">
          {t(`appeals:ruling.${ruling.verdict}`)}
          {ruling.skipped_because && `: ${t(`appeals:ruling.because.${ruling.skipped_because}`)}`} ·{' '}
          <Time at={ruling.at} />
        </span>
      </p>
      {ruling.reason && <p className={styles.words}>{ruling.reason}</p>}
      {ruling.items.map((item) => (
        <ItemLine key={item.question} item={item} appeal={appeal} />
      ))}
    </li>
  );
}

function ItemLine({ item, appeal }: { item: ItemRuling; appeal: Appeal }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const choiceWords = useChoiceWords();
  const question = questionOf(appeal.scorecard_version.definition, item.question);
  return (
    <p>
      {worded(question?.title) || item.question}:{' '}
      <strong>
        {item.change
          ? t('appeals:item.changed_to', { choice: choiceWords(question, item.change) })
          : t('appeals:item.kept')}
      </strong>
      {item.reason && <> – {item.reason}</>}
    </p>
  );
}
