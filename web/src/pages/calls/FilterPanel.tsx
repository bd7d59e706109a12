// Every condition that is not in the bar itself. A change shows at once in the list.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { listOf, oneOf, type Search } from '../../app/search';
import { FLAG_KINDS } from '../../components/flags/kinds';
import { formatDuration, parseDuration } from '../../components/instants';
import { useCoded } from '../../i18n/words';
import styles from './calls.module.css';
import { agentName } from './chipWords';
import { type Field, withValues } from './filter';

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

export function FilterPanel({ search, onChange }: Props) {
  const { t } = useTranslation();
  const coded = useCoded();
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
      {one('direction', [
        { value: 'inbound', label: t('calls:direction.inbound') },
        { value: 'outbound', label: t('calls:direction.outbound') },
      ])}
      <Length field="longer_than_ms" search={search} onChange={set} />
      <Length field="shorter_than_ms" search={search} onChange={set} />
      {one('has_recording', yesOrNo)}
      {one('transcript', [
        { value: 'ready', label: t('calls:transcript.ready') },
        { value: 'pending', label: t('calls:transcript.pending') },
        { value: 'failed', label: t('calls:transcript.failed') },
        { value: 'not_asked', label: t('calls:transcript.not_asked') },
      ])}
      {one('poor_transcript', yesOrNo)}
      {one('evaluated', yesOrNo)}
      {one('assigned', yesOrNo)}
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

/** A length as people write it: `90`, `1:30`. */
function Length({ field, search, onChange }: FieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const current = oneOf(search[field]);
  const read = (text: string) => {
    const ms = parseDuration(text);
    if (text === '' || ms !== null) onChange(field, ms === null ? [] : [String(ms)]);
  };
  return (
    <Labelled field={field} id={id}>
      <Input
        id={id}
        key={current ?? ''}
        defaultValue={current ? formatDuration(Number(current)) : ''}
        placeholder={t('calls:filter.length')}
        onBlur={(event) => {
          read(event.target.value.trim());
        }}
        onPressEnter={(event) => {
          read(event.currentTarget.value.trim());
        }}
      />
    </Labelled>
  );
}
