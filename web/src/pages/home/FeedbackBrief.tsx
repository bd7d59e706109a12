// The newest feedback of one kind, and how much more there is.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EvaluationRow, Page } from '../../api/types';
import { useWorded } from '../../i18n/words';
import { DueWord, ResultCell } from '../evaluations/cells';
import { FeedbackLink } from '../feedback/FeedbackLink';
import styles from './home.module.css';

const KEYS = {
  unopened: { title: 'feedback:home.new', none: 'feedback:home.new_none' },
  opened: { title: 'feedback:home.to_acknowledge', none: 'feedback:home.to_acknowledge_none' },
} as const;

type Props = { answered: keyof typeof KEYS; page: Page<EvaluationRow> | undefined };

export function FeedbackBrief({ answered, page }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const more = page ? page.total - page.items.length : 0;
  return (
    <section className={styles.part} aria-labelledby={`brief-${answered}`}>
      <h2 id={`brief-${answered}`}>
        {t(KEYS[answered].title)} {page && page.total > 0 && <span className="number">{page.total}</span>}
      </h2>
      {page?.items.length === 0 && <p className="muted">{t(KEYS[answered].none)}</p>}
      <ul>
        {page?.items.map((row) => (
          <li key={row.id} className={styles.row}>
            <FeedbackLink row={row} />
            <span className={`muted ${styles.card}`}>{worded(row.scorecard.title)}</span>
            <ResultCell row={row} />
            {answered === 'unopened' && <DueWord row={row} />}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Link to="/feedback" search={{ answered }}>
          {t('feedback:home.more', { count: more })}
        </Link>
      )}
    </section>
  );
}
