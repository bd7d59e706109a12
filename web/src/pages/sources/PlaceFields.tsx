// Where the calls of a source belong, and how long they are kept.
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import type { FieldsProps } from './BasicFields';
import type { Redaction } from '../../api/sources';
import type { TranscribeWord } from './draft';
import { Labelled } from './Labelled';
import { problemAt } from './problems';
import styles from './sources.module.css';

const TRANSCRIBED: readonly TranscribeWord[] = ['all', 'assigned_first', 'sampled', 'on_request'];
const REDACTIONS: readonly Redaction[] = ['silence', 'beep', 'off'];

export function PlaceFields({ draft, problems, isReadOnly = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const names = useQuery(directoryQuery).data;
  const known = {
    project: names?.projects.map(({ name }) => name) ?? [],
    queue: names?.queues.map(({ name }) => name) ?? [],
  };
  return (
    <div className={styles.row}>
      {(['project', 'queue'] as const).map((field) => (
        <Labelled
          key={field}
          name={t(`sources:field.${field}`)}
          hint={t(`sources:hint.${field}`)}
          problem={problemAt(problems, field)}
        >
          {(id) => (
            <AutoComplete
              id={id}
              value={draft[field]}
              disabled={isReadOnly}
              options={[...new Set(known[field])].map((name) => ({ value: name }))}
              showSearch={{ filterOption: true }}
              onChange={(name: string) => {
                onChange({ [field]: name });
              }}
            />
          )}
        </Labelled>
      ))}
      <Labelled
        name={t('sources:field.retention_days')}
        hint={t('sources:hint.retention_days')}
        problem={problemAt(problems, 'retention_days')}
      >
        {(id) => (
          <Input
            id={id}
            inputMode="numeric"
            value={draft.retention_days}
            disabled={isReadOnly}
            onChange={(event) => {
              onChange({ retention_days: event.target.value });
            }}
          />
        )}
      </Labelled>
      <Labelled
        name={t('sources:field.redaction')}
        hint={t('sources:hint.redaction')}
        problem={problemAt(problems, 'redaction')}
      >
        {(id) => (
          <Select<Redaction>
            id={id}
            value={draft.redaction}
            disabled={isReadOnly}
            options={REDACTIONS.map((value) => ({ value, label: t(`sources:redaction.${value}`) }))}
            onChange={(redaction) => {
              onChange({ redaction });
            }}
          />
        )}
      </Labelled>
      <Labelled
        name={t('sources:field.transcribe')}
        hint={t('sources:hint.transcribe')}
        problem={problemAt(problems, 'transcribe')}
      >
        {(id) => (
          <Select<TranscribeWord>
            id={id}
            value={draft.transcribe}
            disabled={isReadOnly}
            options={TRANSCRIBED.map((value) => ({ value, label: t(`sources:transcribe.${value}`) }))}
            onChange={(transcribe) => {
              onChange({ transcribe });
            }}
          />
        )}
      </Labelled>
      {draft.transcribe === 'sampled' && (
        <Labelled name={t('sources:field.transcribe_percent')}>
          {(id) => (
            <Input
              id={id}
              inputMode="numeric"
              suffix="%"
              value={draft.transcribe_percent}
              disabled={isReadOnly}
              onChange={(event) => {
                onChange({ transcribe_percent: event.target.value });
              }}
            />
          )}
        </Labelled>
      )}
    </div>
  );
}
