// A proposal before whoever edits the library: the line is bettered, then it is accepted or declined.
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesChanged, type Decision, decideCase, saveCase } from '../../api/cases';
import type { Case } from '../../api/caseShapes';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './cases.module.css';
import { draftOf } from './edit/draft';
import { LINE_MOST } from './ProposeDialog';

const REASON_MOST = 1_000;

export function ProposalPart({ one }: { one: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [line, setLine] = useState(one.teaching_line);
  const [reason, setReason] = useState<string | null>(null);
  const [lineId, reasonId] = [useId(), useId()];
  const decide = useSaidChange(
    async ({ decision, writes }: { decision: Decision; writes?: boolean }) => {
      const decided = await decideCase({ ...decision, id: one.id });
      const said = line.trim();
      // What is not accepted has no commentary yet: a better line is its first edition.
      const isBettered = decision.accept && said !== '' && said !== one.teaching_line;
      if (isBettered) await saveCase({ ...draftOf(decided), teaching_line: said, id: one.id });
      return { decided, writes };
    },
    casesChanged,
    {
      said: ({ decided: { state } }) =>
        t(state === 'declined' ? 'cases:proposal.declined' : 'cases:proposal.accepted'),
      // Here, not where it is pressed: the list that shows the proposal may be gone by then.
      onDone: ({ writes }) => {
        if (writes) void navigate({ to: '/cases/$caseId/edit', params: { caseId: one.id } });
      },
    },
  );
  return (
    <section className={styles.proposal}>
      <p className="muted">
        {t('cases:proposal.by', { name: one.desk?.proposed_by.name ?? '' })} <Time at={one.proposed_at} />
      </p>
      <label htmlFor={lineId}>{t('cases:propose.line')}</label>
      <Input.TextArea
        id={lineId}
        value={line}
        maxLength={LINE_MOST}
        autoSize={{ minRows: 2, maxRows: 5 }}
        onChange={(event) => {
          setLine(event.target.value);
        }}
      />
      {decide.error && <ErrorNotice error={decide.error} />}
      {reason === null ? (
        <div className={styles.bar}>
          <Button
            type="primary"
            loading={decide.isPending}
            onClick={() => {
              decide.mutate({ decision: { accept: true } });
            }}
          >
            {t('cases:proposal.accept')}
          </Button>
          <Button
            loading={decide.isPending}
            onClick={() => {
              decide.mutate({ decision: { accept: true }, writes: true });
            }}
          >
            {t('cases:proposal.accept_and_edit')}
          </Button>
          <Button
            onClick={() => {
              setReason('');
            }}
          >
            {t('cases:proposal.decline')}
          </Button>
        </div>
      ) : (
        <>
          <label htmlFor={reasonId}>{t('cases:proposal.reason')}</label>
          <Input.TextArea
            id={reasonId}
            autoFocus
            value={reason}
            maxLength={REASON_MOST}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
          <div className={styles.bar}>
            <Button
              danger
              disabled={reason.trim() === ''}
              loading={decide.isPending}
              onClick={() => {
                decide.mutate({ decision: { accept: false, reason: reason.trim() } });
              }}
            >
              {t('cases:proposal.decline_so')}
            </Button>
            <Button
              onClick={() => {
                setReason(null);
              }}
            >
              {t('action.cancel')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
