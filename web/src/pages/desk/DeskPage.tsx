// The trainer's desk: what waits for whoever looks after learning.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Spin, Tabs } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CasePile, TrainerDesk } from '../../api/caseShapes';
import { deskQuery } from '../../api/learning';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { AssignLearningDialog } from '../../components/learning/AssignLearningDialog';
import { PageHeader } from '../../components/PageHeader';
import { ChaseList } from './ChaseList';
import { ElsewherePart } from './ElsewherePart';
import styles from './desk.module.css';
import { LearnersTab } from './LearnersTab';
import { NextProposal } from './NextProposal';
import { PlaylistsPart } from './PlaylistsPart';

export default function DeskPage() {
  const { t } = useTranslation();
  const edits = useMay('edit_libraries');
  const { data: desk, error, isFetching, refetch } = useQuery({ ...deskQuery, enabled: edits });
  const isPending = isFetching && desk === undefined;
  const assigns = useMay('assign_learning');
  const [isAssigning, setIsAssigning] = useState(false);
  const proposal = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/desk' });
  const tab = assigns && oneOf(search.tab) === 'learners' ? 'learners' : 'waiting';
  const show = (next: Search) => void navigate({ to: '/desk', search: next });
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
        {tab === 'waiting' && desk && desk.proposals.total > 0 && (
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
      {assigns && (
        <Tabs
          activeKey={tab}
          items={TABS.map((key) => ({ key, label: t(`learning:desk.tab.${key}`) }))}
          onChange={(key) => {
            show({ ...(key === 'learners' && { tab: key }), ...whoseOf(search) });
          }}
        />
      )}
      {tab === 'learners' ? (
        <LearnersTab search={search} onShow={show} />
      ) : (
        <div className={styles.desk}>
          {edits && (
            <div className={styles.column}>
              {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
              {isPending && <Spin />}
              {desk && <NextProposal ref={proposal} pile={desk.proposals} />}
              {desk && <Piles desk={desk} />}
            </div>
          )}
          <div className={styles.column}>
            {assigns && <ChaseList search={search} onShow={show} />}
            {edits && <PlaylistsPart />}
            <ElsewherePart />
          </div>
        </div>
      )}
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

const TABS = ['waiting', 'learners'] as const;

/** Whom one looks at is the same on both tabs. */
const whoseOf = ({ team_id, person_id }: Search): Search => ({ team_id, person_id });

type PileKind = 'drafts' | 'unconsented' | 'outdated' | 'review_due';

/** Cases that wait for something other than a decision; what there is none of is not shown. */
function Piles({ desk }: { desk: TrainerDesk }) {
  return (
    <>
      <Pile kind="drafts" pile={desk.drafts} isAlways />
      <Pile kind="unconsented" pile={desk.unconsented} />
      <Pile kind="outdated" pile={desk.outdated} />
      <Pile kind="review_due" pile={desk.review_due} />
    </>
  );
}

const WHOLE_LIST: Record<PileKind, Search> = {
  drafts: { tab: 'drafts' },
  unconsented: { tab: 'shelves' },
  outdated: { tab: 'archive' },
  review_due: { tab: 'shelves' },
};

type PileProps = { kind: PileKind; pile: CasePile; isAlways?: boolean };

function Pile({ kind, pile, isAlways = false }: PileProps) {
  const { t } = useTranslation();
  const left = pile.total - pile.items.length;
  if (pile.total === 0 && !isAlways) return null;
  return (
    <Part title={t(`learning:desk.${kind}`)} count={pile.total}>
      {pile.total === 0 && <p className="muted">{t('cases:empty.drafts')}</p>}
      <ul>
        {pile.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to="/cases/$caseId/edit" params={{ caseId: one.id }}>
              {one.teaching_line}
            </Link>{' '}
            {kind === 'review_due' && <span className="muted number">{one.review_on}</span>}
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Link to="/cases" search={WHOLE_LIST[kind]}>
          {t('learning:desk.more', { count: left })}
        </Link>
      )}
    </Part>
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
