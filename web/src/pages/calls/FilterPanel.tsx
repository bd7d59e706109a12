// Every condition that is not in the bar itself. A change shows at once in the list.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { useMay } from '../../app/me';
import { listOf, oneOf, type Search } from '../../app/search';
import { FLAG_KINDS } from '../../components/flags/kinds';
import { formatDuration, parseDuration } from '../../components/instants';
import { useCoded } from '../../i18n/words';
import styles from './calls.module.css';
import { agentName } from './chipWords';
import { type Field, readPoints, withValues } from './filter';

type Props = { search: Search; onChange: (next: Search) => void };
type Option = { value: string; label: string };

const NO_NAMES = {
  sources: [],
  projects: [],
  queues: [],
  teams: [],
  people: [],
  agents: [],
  dispositions: [],
  tags: [],
};

const asOption = ({ id, name }: { id: string; name: string }): Option => ({ value: id, label: name });
const asWord = (word: string): Option => ({ value: word, label: word });

/** A length: `90`, `1:30`. */
const LENGTH = {
  shown: (value: string) => formatDuration(Number(value)),
  read: (text: string) => parseDuration(text)?.toString() ?? null,
};
const POINTS = { shown: (value: string) => value, read: readPoints };

export function FilterPanel({ search, onChange }: Props) {
  const { t } = useTranslation();
  const coded = useCoded();
  const readsResults = useMay('view_results');
  const scores = useMay('score_calls');
  // Others find nothing by scores: they know of none.
  const knowsScores = readsResults || scores;
  const names = useQuery(directoryQuery).data ?? NO_NAMES;
  const set = (field: Field, values: readonly string[]) => {
    onChange(withValues(search, field, values));
  };
  const several = (field: Field, options: Option[]) => (
    <Choice field={field} search={search} options={options} isSeveral onChange={set} />
  );
  const one = (field: Field, options: Option[]) => (
    <Choice field={field} search={search} options={options} onChange={set} />
  );
  const written = (field: Field, writing: Writing) => (
    <Written field={field} search={search} onChange={set} writing={writing} />
  );
  const length = (field: Field) => written(field, { ...LENGTH, placeholder: t('calls:filter.length') });
  const points = (field: Field) => written(field, { ...POINTS, placeholder: t('calls:filter.points') });
  const yesOrNo = [
    { value: 'true', label: t('calls:yes') },
    { value: 'false', label: t('calls:no') },
  ];
  return (
    <div className={styles.panel}>
      {several('project', names.projects.map(asOption))}
      {several('queue', names.queues.map(asOption))}
      {several('team', names.teams.map(asOption))}
      {several('person', names.people.map(asOption))}
      {several(
        'agent',
        names.agents.map((agent) => ({ value: agent.id, label: agentName(agent) })),
      )}
      {several('source', names.sources.map(asOption))}
      {several('disposition', names.dispositions.map(asWord))}
      {several('tag', names.tags.map(asWord))}
      {length('longer_than_ms')}
      {length('shorter_than_ms')}
      {one('direction', [
        { value: 'inbound', label: t('calls:direction.inbound') },
        { value: 'outbound', label: t('calls:direction.outbound') },
      ])}
      {one('has_recording', yesOrNo)}
      {one('transcript', [
        { value: 'ready', label: t('calls:transcript.ready') },
        { value: 'pending', label: t('calls:transcript.pending') },
        { value: 'failed', label: t('calls:transcript.failed') },
        { value: 'not_asked', label: t('calls:transcript.not_asked') },
      ])}
      {one('poor_transcript', yesOrNo)}
      {one('one_sided', yesOrNo)}
      {one('clipped', yesOrNo)}
      {length('silence_from_ms')}
      {length('overtalk_from_ms')}
      {one('evaluated', yesOrNo)}
      {one('assigned', yesOrNo)}
      {knowsScores && points('score_from')}
      {knowsScores && points('score_below')}
      {several(
        'flag',
        FLAG_KINDS.map((kind) => ({ value: kind, label: coded('flag', kind) })),
      )}
      {one('mine', [{ value: 'true', label: t('calls:yes') }])}
    </div>
  );
}

type FieldProps = {
  field: Field;
  search: Search;
  onChange: (field: Field, values: readonly string[]) => void;
};

function Labelled({ field, id, children }: { field: Field; id: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor={id} className="muted">
        {t(`calls:field.${field}`)}
      </label>
      {children}
    </>
  );
}

function Choice({
  field,
  search,
  options,
  isSeveral = false,
  onChange,
}: FieldProps & { options: Option[]; isSeveral?: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  // Until the names are known nothing is shown: an id says nothing to people.
  const chosen = options.length === 0 ? [] : listOf(search[field]);
  const common = {
    id,
    allowClear: true,
    placeholder: t('calls:filter.any'),
    showSearch: { optionFilterProp: 'label' },
    options,
  };
  return (
    <Labelled field={field} id={id}>
      {isSeveral ? (
        <Select
          {...common}
          mode="multiple"
          maxTagCount="responsive"
          value={chosen}
          onChange={(values: string[]) => {
            onChange(field, values);
          }}
        />
      ) : (
        <Select
          {...common}
          value={chosen[0] ?? null}
          onChange={(value: string | null | undefined) => {
            onChange(field, value ? [value] : []);
          }}
        />
      )}
    </Labelled>
  );
}

/** How a value is written by people, and how the address holds it; `read` gives null for what means nothing. */
type Writing = {
  placeholder: string;
  shown: (value: string) => string;
  read: (text: string) => string | null;
};

function Written({ field, search, onChange, writing }: FieldProps & { writing: Writing }) {
  const id = useId();
  const current = oneOf(search[field]);
  const shown = current === undefined ? '' : writing.shown(current);
  const [text, setText] = useState(shown);
  const [before, setBefore] = useState(current);
  // Changed from elsewhere, or read as something else than was written. The field stays, and the focus in it.
  if (before !== current) {
    setBefore(current);
    setText(shown);
  }
  const value = writing.read(text.trim());
  const isWrong = text.trim() !== '' && value === null;
  const take = () => {
    if (!isWrong && (value ?? undefined) !== current) onChange(field, value === null ? [] : [value]);
  };
  return (
    <Labelled field={field} id={id}>
      <Input
        id={id}
        allowClear
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        value={text}
        placeholder={writing.placeholder}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onBlur={take}
        onPressEnter={(event) => {
          // Enter that ends a Chinese word belongs to the input method.
          if (!event.nativeEvent.isComposing) take();
        }}
      />
    </Labelled>
  );
}
