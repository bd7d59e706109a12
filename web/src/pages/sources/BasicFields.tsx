// What a source is called, how its recordings come, and by which clock.
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentProblem } from '../../api/problem';
import type { SourceKind } from '../../api/sources';
import type { Draft } from './draft';
import { Labelled } from './Labelled';
import { problemAt } from './problems';
import styles from './sources.module.css';

export type FieldsProps = {
  draft: Draft;
  problems: readonly DocumentProblem[];
  isReadOnly?: boolean;
  onChange: (change: Partial<Draft>) => void;
};

const KINDS: readonly SourceKind[] = ['upload', 'watch_folder', 'import'];

/** Every zone that this browser knows; UTC, which it leaves out, first. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export function BasicFields({ draft, problems, isReadOnly = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.row}>
      <Labelled name={t('sources:field.name')} problem={problemAt(problems, 'name')} isRequired>
        {(id) => (
          <Input
            id={id}
            value={draft.name}
            maxLength={200}
            disabled={isReadOnly}
            onChange={(event) => {
              onChange({ name: event.target.value });
            }}
          />
        )}
      </Labelled>
      <Labelled name={t('sources:field.kind')} problem={problemAt(problems, 'kind')}>
        {(id) => (
          <Select<SourceKind>
            id={id}
            value={draft.kind}
            disabled={isReadOnly}
            options={KINDS.map((kind) => ({ value: kind, label: t(`sources:kind.${kind}`) }))}
            onChange={(kind) => {
              onChange({ kind });
            }}
          />
        )}
      </Labelled>
      <Labelled
        name={t('sources:field.time_zone')}
        hint={t('sources:hint.time_zone')}
        problem={problemAt(problems, 'time_zone')}
        isRequired
      >
        {(id) => (
          <Select<string>
            id={id}
            value={draft.time_zone}
            disabled={isReadOnly}
            showSearch
            options={ZONES.map((zone) => ({ value: zone, label: zone }))}
            onChange={(time_zone) => {
              onChange({ time_zone });
            }}
          />
        )}
      </Labelled>
    </div>
  );
}
