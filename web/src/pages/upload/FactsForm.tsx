// What is known of every file that is added; each file may say otherwise in its row.
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import styles from './upload.module.css';
import { CHANNELS, type Facts } from './uploads';

type Props = { facts: Facts; onChange: (facts: Partial<Facts>) => void };

const asOptions = (names: readonly string[]) => [...new Set(names)].map((name) => ({ value: name }));

export function FactsForm({ facts, onChange }: Props) {
  const { t } = useTranslation();
  const names = useQuery(directoryQuery).data;
  const known = {
    source: asOptions(names?.agents.map((agent) => agent.source) ?? []),
    project: asOptions(names?.projects.map((project) => project.name) ?? []),
    queue: asOptions(names?.queues.map((queue) => queue.name) ?? []),
  };
  const suggested = (field: 'source' | 'project' | 'queue') => (
    <Labelled name={t(`upload:fact.${field}`)} isRequired={field === 'source'}>
      {(id) => (
        <AutoComplete
          id={id}
          value={facts[field]}
          options={known[field]}
          showSearch={{ filterOption: true }}
          onChange={(value) => {
            onChange({ [field]: value });
          }}
        />
      )}
    </Labelled>
  );
  return (
    <fieldset className={styles.facts}>
      <legend>{t('upload:for_all')}</legend>
      {suggested('source')}
      {suggested('project')}
      {suggested('queue')}
      <Labelled name={t('upload:fact.agent_id')}>
        {(id) => (
          <Input
            id={id}
            value={facts.agent_id}
            onChange={(event) => {
              onChange({ agent_id: event.target.value });
            }}
          />
        )}
      </Labelled>
      <Labelled name={t('upload:fact.direction')}>
        {(id) => (
          <DirectionSelect
            id={id}
            value={facts.direction}
            onChange={(direction) => {
              onChange({ direction });
            }}
          />
        )}
      </Labelled>
      <Labelled name={t('upload:fact.channels')}>
        {(id) => (
          <Select
            id={id}
            value={facts.channels}
            options={CHANNELS.map((value) => ({ value, label: t(`upload:channels.${value}`) }))}
            onChange={(channels) => {
              onChange({ channels });
            }}
          />
        )}
      </Labelled>
    </fieldset>
  );
}

type LabelledProps = { name: string; isRequired?: boolean; children: (id: string) => ReactNode };

function Labelled({ name, isRequired = false, children }: LabelledProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.fact}>
      <label htmlFor={id}>
        {name} {isRequired && <span className="muted">{t('upload:needed')}</span>}
      </label>
      {children(id)}
    </div>
  );
}

type DirectionProps = {
  id?: string;
  label?: string;
  value: Facts['direction'];
  onChange: (direction: Facts['direction']) => void;
};

export function DirectionSelect({ id, label, value, onChange }: DirectionProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      value={value}
      options={[
        { value: '', label: t('upload:not_known') },
        { value: 'inbound', label: t('calls:direction.inbound') },
        { value: 'outbound', label: t('calls:direction.outbound') },
      ]}
      onChange={onChange}
    />
  );
}
