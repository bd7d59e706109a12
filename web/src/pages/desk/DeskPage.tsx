// The trainer's desk: what waits for whoever looks after learning.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesQuery } from '../../api/cases';
import type { CaseRow } from '../../api/caseShapes';
import type { Query } from '../../api/client';
import { deskQuery } from '../../api/learning';
import { useMay } from '../../app/me';
import type { Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { AssignLearningDialog } from '../../components/learning/AssignLearningDialog';
import { PageHeader } from '../../components/PageHeader';
import { ChaseList } from './ChaseList';
import styles from './desk.module.css';
import { NextProposal } from './NextProposal';
import { PlaylistsPart } from './PlaylistsPart';

export default function DeskPage() {
  const { t } = useTranslation();
  const edits = useMay('edit_libraries');
  const assigns = useMay('assign_learning');
  const [isAssigning, setIsAssigning] = useState(false);
  const proposal = useRef<HTMLElement>(null);
  return (
    <>
      <PageHeader title={t('nav.desk')} note={t('learning:desk.note')}>
        {assigns && (
          <Button
            onClick={() => {
              setIsAssigning(true);
            }}
          >
            {t('learning:assign.open')}
          </Button>
        )}
        {edits && (
          <Button
            type="primary"
            onClick={() => {
              proposal.current?.scrollIntoView({ block: 'start' });
              proposal.current?.focus();
            }}
          >
            {t('learning:desk.accept_next')}
          </Button>
        )}
      </PageHeader>
      <div className={styles.desk}>
        {edits && (
          <div className={styles.column}>
            <NextProposal ref={proposal} />
            <Drafts />
            <Others />
          </div>
        )}
        <div className={styles.column}>
          {assigns && <ChaseList />}
          {edits && <PlaylistsPart />}
        </div>
      </div>
      {isAssigning && (
        <AssignLearningDialog
          onClose={() => {
            setIsAssigning(false);
          }}
        />
      )}
    </>
  );
}

const SHOWN = 5;

/** Accepted, but not yet written to its end. */
function Drafts() {
  const { t } = useTranslation();
  return (
    <CaseList
      query={{ state: 'draft', limit: SHOWN }}
      title={t('learning:desk.drafts')}
      none={t('cases:empty.drafts')}
      more={{ tab: 'drafts' }}
    />
  );
}

/** Numbers that lead to where something is done about them. */
function Others() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(deskQuery);
  return (
    <Part title={t('learning:desk.others')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <ul className={styles.counts}>
          <li>
            <Link to="/cases" search={{ tab: 'drafts' }}>
              {t('learning:desk.consents_open', { count: data.consents_open })}
            </Link>
          </li>
          <li>
            <Link to="/cases" search={{ tab: 'archive' }}>
              {t('learning:desk.outdated', { count: data.outdated })}
            </Link>
          </li>
        </ul>
      )}
    </Part>
  );
}

type ListProps = { query: Query; title: string; none: string; more: Search };

function CaseList({ query, title, none, more }: ListProps) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(casesQuery(query));
  const left = data ? data.total - data.items.length : 0;
  return (
    <Part title={title} count={data?.total}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Spin />}
      {data?.items.length === 0 && <p className="muted">{none}</p>}
      <ul>
        {data?.items.map((one) => (
          <OneDraft key={one.id} one={one} />
        ))}
      </ul>
      {left > 0 && (
        <Link to="/cases" search={more}>
          {t('learning:desk.more', { count: left })}
        </Link>
      )}
    </Part>
  );
}

function OneDraft({ one }: { one: CaseRow }) {
  const { t } = useTranslation();
  return (
    <li className={styles.row}>
      <Link to="/cases/$caseId/edit" params={{ caseId: one.id }}>
        {one.teaching_line}
      </Link>{' '}
      <span className="muted">{t('learning:desk.points', { count: one.points })}</span>
    </li>
  );
}

type PartProps = { title: string; count?: number | undefined; children: ReactNode };

export function Part({ title, count, children }: PartProps) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>
        {title} {count !== undefined && count > 0 && <span className="number">{count}</span>}
      </h2>
      {children}
    </section>
  );
}
