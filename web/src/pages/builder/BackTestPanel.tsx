// Back-test: the past through the draft, before it is published. Leaving the page ends it.
import { useQuery } from '@tanstack/react-query';
import { Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BackTest, type BackTestComparison, type BackTestOf, backTestQuery } from '../../api/cards';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import { numberText } from '../../scorecard/sheet';
import styles from './builder.module.css';
import type { Draft } from './definition';
import type { CardDraftKeeper } from './useCardDraft';

type Props = { id: string; keeper: CardDraftKeeper; draft: Draft; isWrong: boolean };

const PURPOSES = ['quality', 'verification', 'beside', 'live', 'text'] as const;

export function BackTestPanel({ id, keeper, draft, isWrong }: Props) {
  const { t } = useTranslation();
  const [purposes, setPurposes] = useState<string[]>(['quality']);
  const [asked, setAsked] = useState<BackTestOf | null>(null);
  const [share, setShare] = useState(0);
  const test = useQuery({
    ...backTestQuery(asked ?? { id, edit: 0, purposes }, setShare),
    enabled: asked !== null,
  });
  const start = async () => {
    const edit = await keeper.flush();
    if (edit === null) return;
    // The same draft again: evaluations may have come meanwhile.
    if (asked?.edit === edit && asked.purposes.join() === purposes.join()) await test.refetch();
    else setAsked({ id, edit, purposes });
  };
  return (
    <>
      <p className="muted">{t('cards:back_test.hint')}</p>
      <div className={styles.line}>
        <Select
          mode="multiple"
          className={styles.wide ?? ''}
          aria-label={t('cards:back_test.purposes')}
          value={purposes}
          options={PURPOSES.map((value) => ({ value, label: t(`cards:purpose.${value}`) }))}
          onChange={setPurposes}
        />
        <Button
          type="primary"
          disabled={isWrong || purposes.length === 0}
          loading={test.isFetching}
          onClick={() => {
            void start();
          }}
        >
          {t('cards:back_test.start')}
        </Button>
      </div>
      {test.error && <ErrorNotice error={test.error} onRetry={() => void test.refetch()} />}
      {test.isFetching && (
        <Progress
          percent={Math.round(share * 100)}
          aria-label={t('cards:back_test.running')}
          format={(percent) => t('cards:back_test.done', { percent })}
        />
      )}
      {test.data && !test.isFetching && (
        <Outcome test={test.data} draft={draft} isOld={test.data.edit !== keeper.edit} />
      )}
    </>
  );
}

function Outcome({ test, draft, isOld }: { test: BackTest; draft: Draft; isOld: boolean }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const questions = draft.sections.flatMap((section) => section.questions);
  const nameOf = (key: string) => worded(questions.find((one) => one.key === key)?.title) || key;
  if (test.all.evaluations === 0) return <p role="status">{t('cards:back_test.nothing')}</p>;
  return (
    <div role="status">
      {isOld && <p className={styles.wrong}>{t('cards:back_test.old')}</p>}
      <p>
        {t('cards:back_test.tested', { count: test.all.evaluations })}
        {test.has_more && ` ${t('cards:back_test.more')}`}
      </p>
      <Comparison of={test.all} />
      {test.unanswered.length > 0 && (
        <>
          <h3>{t('cards:back_test.unanswered')}</h3>
          <p className="muted">{t('cards:back_test.unanswered_hint')}</p>
          <ul>
            {test.unanswered.map(({ question, evaluations }) => (
              <li key={question}>
                {t('cards:back_test.unanswered_in', { item: nameOf(question), count: evaluations })}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('cards:back_test.agents')}</h3>
      <table className={styles.differences}>
        <thead>
          <tr>
            <th scope="col">{t('cards:back_test.agent')}</th>
            <th scope="col">{t('cards:back_test.count')}</th>
            <th scope="col">{t('cards:back_test.before')}</th>
            <th scope="col">{t('cards:back_test.after')}</th>
            <th scope="col">{t('cards:back_test.change')}</th>
          </tr>
        </thead>
        <tbody>
          {test.agents.map(({ person, external_id, comparison }, place) => (
            <tr key={place}>
              <th scope="row">{person?.name ?? external_id ?? t('cards:back_test.unknown')}</th>
              <td className="number">{comparison.evaluations}</td>
              <td className="number">{pointsOf(comparison.average_before)}</td>
              <td className="number">{pointsOf(comparison.average_after)}</td>
              <td className="number">{changeOf(comparison)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Comparison({ of }: { of: BackTestComparison }) {
  const { t } = useTranslation();
  const rows = [
    [t('cards:back_test.average'), pointsOf(of.average_before), pointsOf(of.average_after)],
    [t('cards:back_test.pass_rate'), shareOf(of.pass_rate_before), shareOf(of.pass_rate_after)],
    [t('cards:back_test.fatal'), String(of.fatal_before), String(of.fatal_after)],
  ] as const;
  return (
    <>
      <table className={styles.differences}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('cards:back_test.before')}</th>
            <th scope="col">{t('cards:back_test.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{before}</td>
              <td className="number">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('cards:back_test.would', { fail: of.would_fail, pass: of.would_pass })}</p>
    </>
  );
}

const NOTHING = '–';

function pointsOf(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : numberText(value);
}

function shareOf(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : `${numberText(value * 100)} %`;
}

function changeOf({ average_before: before, average_after: after }: BackTestComparison): string {
  if (typeof before !== 'number' || typeof after !== 'number') return NOTHING;
  const change = after - before;
  return `${change > 0 ? '+' : ''}${numberText(change)}`.replace('-', '−');
}
