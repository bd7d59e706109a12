// What became of the case that a flag proposed.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Flag } from '../../api/types';
import { useMay } from '../../app/me';
import { STATE_TONES } from '../../pages/cases/kinds';
import styles from './flags.module.css';

export function ProposedCase({ proposed }: { proposed: NonNullable<Flag['case']> }) {
  const { t } = useTranslation('flags');
  const edits = useMay('edit_libraries');
  const { id, state, reason } = proposed;
  const words = <span className={STATE_TONES[state]}>{t(`case.${state}`)}</span>;
  return (
    <>
      <p>
        {edits && state !== 'withdrawn' && state !== 'declined' ? (
          <Link to="/cases/$caseId/edit" params={{ caseId: id }}>
            {words}
          </Link>
        ) : state === 'shelved' ? (
          <Link to="/cases/$caseId" params={{ caseId: id }}>
            {words}
          </Link>
        ) : (
          words
        )}
      </p>
      {reason && <p className={styles.note}>{reason}</p>}
    </>
  );
}
