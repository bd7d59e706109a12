// What holds for answers and appeals on a scorecard: days, how many appeals, which steps.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hearingRuleQuery, putHearingRule } from '../../api/cards';
import type { HearingRule } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import styles from '../builder/builder.module.css';

const DAYS_MOST = 60;
const APPEALS_MOST = 100;
const FIRST = ['never', 'fails', 'always'] as const;
const STEPS = ['has_first_review', 'has_recheck', 'has_arbitration'] as const;

export function HearingPart({ cardId }: { cardId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(hearingRuleQuery(cardId));
  return (
    <section aria-labelledby="hearing">
      <h2 id="hearing">{t('cards:hearing.title')}</h2>
      <p className="muted">{t('cards:hearing.hint')}</p>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && <RuleForm key={data.edit} cardId={cardId} rule={data} />}
    </section>
  );
}

function RuleForm({ cardId, rule }: { cardId: string; rule: HearingRule }) {
  const { t } = useTranslation();
  const daysId = useId();
  const limitId = useId();
  const firstId = useId();
  const [draft, setDraft] = useState(rule);
  const save = useSaidChange(
    (next: HearingRule) => putHearingRule(cardId, next),
    (queries) => queries.invalidateQueries({ queryKey: hearingRuleQuery(cardId).queryKey }),
    { said: () => t('cards:hearing.saved') },
  );
  const set = (part: Partial<HearingRule>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const isPossible = draft.has_recheck || draft.has_arbitration;
  const isChanged = JSON.stringify(rule) !== JSON.stringify(draft);
  return (
    <>
      <div className={styles.bar}>
        <label htmlFor={daysId}>{t('cards:hearing.answer_days')}</label>
        <InputNumber
          id={daysId}
          min={1}
          max={DAYS_MOST}
          precision={0}
          value={draft.answer_days}
          onChange={(answer_days) => {
            if (answer_days !== null) set({ answer_days });
          }}
        />
      </div>
      <div className={styles.bar}>
        <label htmlFor={limitId}>{t('cards:hearing.limit')}</label>
        <InputNumber
          id={limitId}
          min={1}
          max={APPEALS_MOST}
          precision={0}
          placeholder={t('cards:hearing.no_limit')}
          value={draft.appeals_a_month}
          onChange={(appeals_a_month) => {
            set({ appeals_a_month });
          }}
        />
      </div>
      <div className={styles.bar} role="group" aria-label={t('cards:hearing.steps')}>
        <span>{t('cards:hearing.steps')}</span>
        {STEPS.map((step) => (
          <Checkbox
            key={step}
            checked={draft[step]}
            onChange={(event) => {
              set({ [step]: event.target.checked });
            }}
          >
            {t(`cards:hearing.${step}`)}
          </Checkbox>
        ))}
      </div>
      <div className={styles.bar}>
        <label htmlFor={firstId}>{t('cards:hearing.listen_first')}</label>
        <Select
          id={firstId}
          value={draft.listen_first}
          popupMatchSelectWidth={false}
          options={FIRST.map((value) => ({ value, label: t(`cards:hearing.first.${value}`) }))}
          onChange={(listen_first) => {
            set({ listen_first });
          }}
        />
      </div>
      {!draft.has_arbitration && isPossible && <p className="muted">{t('cards:hearing.final_recheck')}</p>}
      {!isPossible && <p role="alert">{t('cards:hearing.needs_one')}</p>}
      {save.error && <ErrorNotice error={save.error} />}
      <div className={styles.bar}>
        <Button
          disabled={!isChanged || !isPossible}
          loading={save.isPending}
          onClick={() => {
            save.mutate(draft);
          }}
        >
          {t('cards:hearing.save')}
        </Button>
      </div>
    </>
  );
}
