// For which scorecards the reader is certified.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { certificationsQuery } from '../../api/references';
import { useMay } from '../../app/me';
import { useWorded } from '../../i18n/words';
import styles from './references.module.css';
import { Standing } from './Standing';

export function OwnCertificates() {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const scores = useMay('score_references');
  const { data } = useQuery({ ...certificationsQuery(), enabled: scores });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.own} aria-label={t('certification.own')}>
      <h2>{t('certification.own')}</h2>
      <ul>
        {data.items.map((one) => (
          <li key={one.rule.scorecard_id}>
            {worded(one.card)} <Standing certification={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}
