// The filters above the results. Each control holds what the address says, and writes it back.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select, type SelectProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { scorecardVersionQuery } from '../../api/results';
import type { Directory, Named, Words } from '../../api/types';
import { oneOf, type Search } from '../../app/search';
import { Period } from '../../components/Period';
import { useWorded } from '../../i18n/words';
import styles from './results.module.css';
import {
  ANSWERED,
  isFiltered,
  NAMES,
  OUTCOMES,
  type OutcomeChoice,
  outcomeChosen,
  PURPOSES,
  withOutcome,
} from './search';

type Props = { search: Search; onChange: (part: Search) => void };
type FilterName = (typeof NAMES)[number];

export function ResultFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const directory = useQuery(directoryQuery).data;
  const bands = useBands(directory, oneOf(search.scorecard));
  const named = (list: readonly Named[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const options: Record<FilterName, SelectProps['options']> = {
    project: named(directory?.projects),
    team: named(directory?.teams),
    person: named(directory?.people),
    evaluator: named(directory?.inspectors),
    scorecard: directory?.scorecards.map(({ id, title }) => ({ value: id, label: worded(title) })),
    band: bands.map(({ key, title }) => ({ value: key, label: worded(title) || key })),
  };
  return (
    <div className={styles.filters} role="group" aria-label={t('results:filter.word')}>
      <Period search={search} onChange={onChange} />
      {NAMES.map((name) => (
        <Select
          key={name}
          allowClear
          showSearch
          className={styles.filter}
          aria-label={t(`results:filter.${name}`)}
          placeholder={t(`results:filter.${name}`)}
          value={options[name]?.length ? (oneOf(search[name]) ?? null) : null}
          options={options[name] ?? []}
          optionFilterProp="label"
          popupMatchSelectWidth={false}
          onChange={(value: string | undefined) => {
            onChange({ [name]: value });
          }}
        />
      ))}
      <Choices search={search} onChange={onChange} />
      {isFiltered(search) && (
        <Button
          type="link"
          onClick={() => {
            onChange(NO_FILTER);
          }}
        >
          {t('results:filter.clear')}
        </Button>
      )}
    </div>
  );
}

const NO_FILTER: Search = Object.fromEntries(
  [
    ...NAMES,
    'from',
    'to',
    'passed',
    'fatal',
    'critical_failed',
    'answered',
    'generated',
    'disposition',
    'overdue',
    'purpose',
  ].map((name) => [name, undefined]),
);

/** The filters that take one of a few. */
function Choices({ search, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        allowClear
        className={styles.filter}
        aria-label={t('results:filter.outcome')}
        placeholder={t('results:filter.outcome')}
        popupMatchSelectWidth={false}
        value={outcomeChosen(search)}
        options={(Object.keys(OUTCOMES) as OutcomeChoice[]).map((choice) => ({
          value: choice,
          label: t(`results:filter.${choice}`),
        }))}
        onChange={(choice: OutcomeChoice | undefined) => {
          onChange(withOutcome(choice ?? null));
        }}
      />
      <Select
        allowClear
        className={styles.filter}
        aria-label={t('results:filter.answered')}
        placeholder={t('results:filter.answered')}
        popupMatchSelectWidth={false}
        value={ANSWERED.find((known) => known === oneOf(search.answered)) ?? null}
        options={ANSWERED.map((answered) => ({ value: answered, label: t(`results:answer.${answered}`) }))}
        onChange={(answered: string | undefined) => {
          onChange({ answered });
        }}
      />
      <Select
        allowClear
        className={styles.filter}
        aria-label={t('results:filter.disposition')}
        placeholder={t('results:filter.disposition')}
        popupMatchSelectWidth={false}
        value={oneOf(search.disposition) ?? null}
        options={(['right', 'wrong', 'unsaid'] as const).map((value) => ({
          value,
          label: t(`results:disposition.${value}`),
        }))}
        onChange={(disposition: string | undefined) => {
          onChange({ disposition });
        }}
      />
      <Select
        allowClear
        className={styles.filter}
        aria-label={t('cards:use.purpose')}
        placeholder={t('cards:purpose.quality')}
        popupMatchSelectWidth={false}
        value={PURPOSES.find((known) => known === oneOf(search.purpose)) ?? null}
        options={PURPOSES.map((purpose) => ({
          value: purpose,
          label: purpose === 'any' ? t('cards:use.any_purpose') : t(`cards:purpose.${purpose}`),
        }))}
        onChange={(purpose: string | undefined) => {
          onChange({ purpose });
        }}
      />
      <Select
        allowClear
        className={styles.filter}
        aria-label={t('results:filter.generated')}
        placeholder={t('results:filter.generated')}
        popupMatchSelectWidth={false}
        value={oneOf(search.generated) ?? null}
        options={[
          { value: 'true', label: t('results:filter.generated_only') },
          { value: 'false', label: t('results:filter.generated_without') },
        ]}
        onChange={(generated: string | undefined) => {
          onChange({ generated });
        }}
      />
      <Checkbox
        checked={search.overdue === 'true'}
        onChange={(event) => {
          onChange({ overdue: event.target.checked ? 'true' : undefined });
        }}
      >
        {t('results:due.unheard_only')}
      </Checkbox>
    </>
  );
}

/** The grades of the chosen card, or of all; one that several cards share stands once. */
function useBands(
  directory: Directory | undefined,
  chosen: string | undefined,
): { key: string; title: Words }[] {
  const cards = (directory?.scorecards ?? []).filter(({ id }) => chosen === undefined || chosen === id);
  return useQueries({
    queries: cards.map((card) => scorecardVersionQuery(card.latest_version_id)),
    combine: (versions) => {
      const bands = versions.flatMap(({ data }) => data?.definition.bands ?? []);
      return [...new Map(bands.map((band) => [band.key, band])).values()];
    },
  });
}
