// What the files of a source are called, and who is heard on which channel.
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelRole, PatternWord } from '../../api/sources';
import type { FieldsProps } from './BasicFields';
import { PATTERNS } from './draft';
import { Labelled } from './Labelled';
import { problemAt } from './problems';
import styles from './sources.module.css';

const ROLES: readonly ChannelRole[] = ['agent', 'customer', 'mixed', 'other'];

export function NamingFields({ draft, problems, isReadOnly = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const problem = problemAt(problems, 'naming');
  const pattern = draft.pattern;
  return (
    <>
      <div className={styles.row}>
        <Labelled
          name={t('sources:field.naming')}
          hint={pattern === '' ? t('sources:hint.naming') : t(`sources:example.${pattern}`)}
          problem={pattern === 'vicidial' || pattern === 'custom' ? undefined : problem}
        >
          {(id) => (
            <Select<PatternWord | ''>
              id={id}
              value={pattern}
              disabled={isReadOnly}
              options={[
                { value: '', label: t('sources:pattern.none') },
                ...PATTERNS.map((word) => ({ value: word, label: t(`sources:pattern.${word}`) })),
              ]}
              onChange={(next) => {
                onChange({ pattern: next });
              }}
            />
          )}
        </Labelled>
        <ChannelField side="left" {...{ draft, problems, isReadOnly, onChange }} />
        <ChannelField side="right" {...{ draft, problems, isReadOnly, onChange }} />
      </div>
      {pattern === 'vicidial' && (
        <Labelled name={t('sources:field.tokens')} hint={t('sources:hint.tokens')} problem={problem}>
          {(id) => (
            <Input
              id={id}
              value={draft.tokens}
              disabled={isReadOnly}
              onChange={(event) => {
                onChange({ tokens: event.target.value });
              }}
            />
          )}
        </Labelled>
      )}
      {pattern === 'custom' && (
        <Labelled name={t('sources:field.expression')} hint={t('sources:hint.expression')} problem={problem}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 6 }}
              spellCheck={false}
              value={draft.expression}
              disabled={isReadOnly}
              onChange={(event) => {
                onChange({ expression: event.target.value });
              }}
            />
          )}
        </Labelled>
      )}
    </>
  );
}

function ChannelField({
  side,
  draft,
  problems,
  isReadOnly,
  onChange,
}: FieldsProps & { side: 'left' | 'right' }) {
  const { t } = useTranslation();
  return (
    <Labelled
      name={t(`sources:field.${side}`)}
      problem={problemAt(problems, `channels.${side === 'left' ? '0' : '1'}`)}
    >
      {(id) => (
        <Select<ChannelRole | ''>
          id={id}
          value={draft[side]}
          disabled={isReadOnly ?? false}
          options={[
            { value: '', label: t('sources:role.none') },
            ...ROLES.map((role) => ({ value: role, label: t(`sources:role.${role}`) })),
          ]}
          onChange={(role) => {
            onChange({ [side]: role });
          }}
        />
      )}
    </Labelled>
  );
}
