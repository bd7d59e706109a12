// The oldest proposal, heard and decided where it stands; the next one follows.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { caseQuery, casesQuery } from '../../api/cases';
import { ErrorNotice } from '../../components/ErrorNotice';
import { CaseTags } from '../cases/CaseTags';
import { HeardCase } from '../cases/HeardCase';
import { ProposalPart } from '../cases/ProposalPart';
import styles from './desk.module.css';

export function NextProposal({ ref }: { ref: Ref<HTMLElement> }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(
    casesQuery({ state: 'proposed', sort: 'oldest', limit: 1 }),
  );
  const next = data?.items[0];
  return (
    <section className={styles.part} ref={ref} tabIndex={-1} aria-label={t('learning:desk.proposals')}>
      <h2>
        {t('learning:desk.proposals')}{' '}
        {data && data.total > 0 && <span className="number">{data.total}</span>}
      </h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Spin />}
      {data && !next && (
        <p className="muted">
          {t('cases:empty.proposals')} {t('cases:empty.proposals_hint')}
        </p>
      )}
      {next && <Proposal key={next.id} id={next.id} />}
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
