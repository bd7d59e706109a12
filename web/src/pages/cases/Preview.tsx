// The chosen case: heard at once, its first point, and what may be done with it.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Rate, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { caseQuery, casesChanged, withdrawCase } from '../../api/cases';
import type { Case, CaseRow } from '../../api/caseShapes';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { AssignLearningDialog } from '../../components/learning/AssignLearningDialog';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import { clock } from '../../player/timeline';
import { ArchiveButton } from './ArchiveButton';
import { BothWords } from './BothWords';
import { CaseTags } from './CaseTags';
import styles from './cases.module.css';
import { HeardCase } from './HeardCase';
import { isOutdated, STATE_TONES } from './kinds';
import { ProposalPart } from './ProposalPart';

export function Preview({ row }: { row: CaseRow }) {
  return row.view === 'proposal' ? <OwnProposal row={row} /> : <Whole id={row.id} />;
}

/** What became of a proposal of one's own. */
function OwnProposal({ row }: { row: CaseRow }) {
  const { t } = useTranslation();
  const withdraw = useSaidChange(withdrawCase, casesChanged, { said: () => t('cases:mine.withdrawn_said') });
  return (
    <>
      <h2>{row.teaching_line}</h2>
      <p>
        <span className={STATE_TONES[row.state]}>{t(`cases:state.${row.state}`)}</span>{' '}
        {t(`cases:mine.${row.state}`)}
      </p>
      {row.reason && <blockquote className={styles.reason}>{row.reason}</blockquote>}
      {withdraw.error && <ErrorNotice error={withdraw.error} />}
      {row.state === 'proposed' && (
        <Button
          loading={withdraw.isPending}
          onClick={() => {
            withdraw.mutate(row.id);
          }}
        >
          {t('cases:mine.withdraw')}
        </Button>
      )}
    </>
  );
}

function Whole({ id }: { id: string }) {
  const { data: one, error, refetch } = useQuery(caseQuery(id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!one) return <Spin />;
  return (
    <>
      <h2>{one.teaching_line}</h2>
      <CaseTags one={one} />
      {one.reason && <blockquote className={styles.reason}>{one.reason}</blockquote>}
      <HeardCase one={one} />
      {one.state === 'proposed' ? <ProposalPart one={one} /> : <Ways one={one} />}
      <Facts one={one} />
    </>
  );
}

function Ways({ one }: { one: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const edits = one.view === 'editor';
  const assigns = useMay('assign_learning');
  const [isAssigning, setIsAssigning] = useState(false);
  const caseId = one.id;
  return (
    <div className={styles.bar}>
      <Button
        type="primary"
        title={t('cases:preview.guided_key')}
        onClick={() => void navigate({ to: '/cases/$caseId', params: { caseId } })}
      >
        {t('cases:preview.guided')}
      </Button>
      {edits && (
        <Button onClick={() => void navigate({ to: '/cases/$caseId/edit', params: { caseId } })}>
          {t('cases:preview.edit')}
        </Button>
      )}
      {edits && (one.state === 'shelved' || one.state === 'draft' || waitsForALook(one)) && (
        <ArchiveButton id={caseId} />
      )}
      {assigns && one.state === 'shelved' && (
        <Button
          onClick={() => {
            setIsAssigning(true);
          }}
        >
          {t('learning:assign.open')}
        </Button>
      )}
      {isAssigning && (
        <AssignLearningDialog
          of={{ case_id: caseId, name: one.teaching_line }}
          onClose={() => {
            setIsAssigning(false);
          }}
        />
      )}
    </div>
  );
}

/** Out of date, it keeps its call until somebody looked at it. */
function waitsForALook({ state, desk }: Case): boolean {
  const cause = desk?.archive_cause ?? null;
  return state === 'archived' && cause !== null && isOutdated(cause);
}

function Facts({ one }: { one: Case }) {
  const { t } = useTranslation();
  const worded = useWorded();
  // What it asks; what kind it is would be part of the answer.
  const first = one.points[0];
  const { mean, count } = one.rating;
  return (
    <>
      {first && (
        <section className={styles.first}>
          <h3>{t('guide:shown.title', { number: 1, at: clock(Math.max(first.at_ms - one.start_ms, 0)) })}</h3>
          <BothWords words={first.question} />
        </section>
      )}
      <dl className={styles.facts}>
        <Fact name={t('cases:preview.points')}>{one.points.length}</Fact>
        <Fact name={t('cases:preview.why')}>
          {Object.values(one.why).some(Boolean) && <BothWords words={one.why} />}
        </Fact>
        <Fact name={t('cases:preview.items')}>
          {one.items.length > 0 &&
            one.items.map(({ scorecard_id, item, title }) => (
              <Link
                key={`${scorecard_id} ${item}`}
                className={styles.narrows}
                to="/cases"
                search={{ scorecard_id, item }}
              >
                {worded(title) || item}
              </Link>
            ))}
        </Fact>
        <Fact name={t('cases:preview.answers')}>
          {one.answers.map(({ title }) => worded(title)).join(' · ')}
        </Fact>
        <Fact name={t('cases:preview.tags')}>
          {one.tags.length > 0 &&
            one.tags.map((tag) => (
              <Link key={tag} className={styles.narrows} to="/cases" search={{ tag }}>
                {tag}
              </Link>
            ))}
        </Fact>
        <Fact name={t('cases:preview.rating')}>
          {mean !== null && count > 0 && (
            <span>
              <Rate disabled allowHalf value={mean} /> <span className="muted">({count})</span>
            </span>
          )}
        </Fact>
      </dl>
    </>
  );
}
