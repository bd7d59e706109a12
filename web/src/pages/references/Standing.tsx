// Certified, or how far from it.
import { useTranslation } from 'react-i18next';
import type { Certification } from '../../api/references';
import { useInstant } from '../../components/Time';
import { shareOf } from './outcome';

export function Standing({ certification }: { certification: Certification }) {
  const { t } = useTranslation('references');
  const instant = useInstant();
  const { standing, until, calls, rule } = certification;
  const date = until === null ? '' : instant(until, 'day');
  switch (standing) {
    case 'open':
      return <span className="tone">{t('certification.open', { count: calls, of: rule.calls })}</span>;
    case 'below':
      return (
        <span className="tone tone-warning">
          {t('certification.below', { percent: shareOf(certification) ?? 0, least: rule.agreement })}
        </span>
      );
    case 'certified':
      return <span className="tone tone-good">{t('certification.certified', { date })}</span>;
    case 'lapsed':
      return <span className="tone tone-warning">{t('certification.lapsed', { date })}</span>;
  }
}
