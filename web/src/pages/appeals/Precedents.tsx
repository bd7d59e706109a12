// How arbitrators decided on an item before.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CardQuestion, Precedent } from '../../api/types';
import { Time } from '../../components/Time';
import styles from './appeals.module.css';
import { useChoiceWords } from './ChoiceSelect';

type PrecedentsProps = { precedents: readonly Precedent[]; question: CardQuestion | undefined };

export function Precedents({ precedents, question }: PrecedentsProps) {
  const { t } = useTranslation();
  if (precedents.length === 0) return <p className="muted">{t('appeals:item.no_precedents')}</p>;
  return (
    <details>
      <summary>{t('appeals:item.precedents', { count: precedents.length })}</summary>
      <ul className={styles.precedents}>
        {precedents.map((precedent) => (
          <PrecedentLine key={precedent.decided_at} precedent={precedent} question={question} />
        ))}
      </ul>
    </details>
  );
}

type LineProps = { precedent: Precedent; question: CardQuestion | undefined };

function PrecedentLine({ precedent, question }: LineProps) {
  const { t } = useTranslation();
  const choiceWords = useChoiceWords();
  return (
    <li>
      <Time at={precedent.decided_at} form="day" />{' '}
      {precedent.call_id !== null && (
        <Link to="/calls/$callId" params={{ callId: precedent.call_id }} target="_blank">
          {t('appeals:item.precedent_call')}
        </Link>
      )}{' '}
      <strong>
        {precedent.change
          ? t('appeals:item.changed_to', { choice: choiceWords(question, precedent.change) })
          : t('appeals:item.kept')}
      </strong>
      {precedent.argument !== null && (
        <p>
          <span className="muted">{t('appeals:item.argument')}: </span>
          {precedent.argument}
        </p>
      )}
      <p>
        <span className="muted">{t('appeals:item.ruling')}: </span>
        {precedent.reason}
      </p>
    </li>
  );
}
