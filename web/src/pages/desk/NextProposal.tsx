// The oldest proposal, heard and decided where it stands; the next one follows.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { caseQuery } from '../../api/cases';
import type { CasePile } from '../../api/caseShapes';
import { ErrorNotice } from '../../components/ErrorNotice';
import { CaseTags } from '../cases/CaseTags';
import { HeardCase } from '../cases/HeardCase';
import { ProposalPart } from '../cases/ProposalPart';
import styles from './desk.module.css';

export function NextProposal({ pile, ref }: { pile: CasePile; ref: Ref<HTMLElement> }) {
  const { t } = useTranslation();
  const next = pile.items[0];
  return (
    <section className={styles.part} ref={ref} tabIndex={-1} aria-labelledby="proposals">
      <h2 id="proposals">
        {t('learning:desk.proposals')} {pile.total > 0 && <span className="number">{pile.total}</span>}
      </h2>
      {next ? (
        <Proposal key={next.id} id={next.id} />
      ) : (
        <p className="muted">
          {t('cases:empty.proposals')} {t('cases:empty.proposals_hint')}
        </p>
      )}
    </section>
  );
}

function Proposal({ id }: { id: string }) {
  const { data: one, error, refetch } = useQuery(caseQuery(id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!one) return <Spin />;
  return (
    <>
      <CaseTags one={one} />
      <HeardCase one={one} />
      <ProposalPart one={one} />
    </>
  );
}
