// Which of the source's fields becomes which of ours.
import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from './BasicFields';
import { newRule, type RuleDraft, TARGETS } from './draft';
import { ProblemText } from './Labelled';
import { problemAt } from './problems';
import styles from './sources.module.css';

export function MappingFields({ draft, problems, isReadOnly = false, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const change = (key: number, part: Partial<RuleDraft>) => {
    onChange({ rules: draft.rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)) });
  };
  const taken = new Set(draft.rules.map(({ target }) => target));
  const text = (rule: RuleDraft, part: 'from' | 'values' | 'value') => (
    <Input
      aria-label={`${t(`sources:mapping.${part}`)} ${rule.target}`}
      placeholder={t(`sources:mapping.${part}_example`)}
      value={rule[part]}
      disabled={isReadOnly}
      onChange={(event) => {
        change(rule.key, { [part]: event.target.value });
      }}
    />
  );
  return (
    <>
      {draft.rules.length > 0 && (
        <div className={styles.mapping}>
          {(['target', 'from', 'values', 'value'] as const).map((part) => (
            <span key={part} className={styles.mappingHead}>
              {t(`sources:mapping.${part}`)}
            </span>
          ))}
          <span />
          {draft.rules.map((rule) => {
            const problem = rule.target === '' ? undefined : problemAt(problems, `metadata.${rule.target}`);
            return (
              <Fragment key={rule.key}>
                <Select<string>
                  aria-label={t('sources:mapping.target')}
                  value={rule.target}
                  disabled={isReadOnly}
                  options={TARGETS.map((target) => ({
                    value: target,
                    label: t(`sources:target.${target}`),
                    disabled: target !== rule.target && taken.has(target),
                  }))}
                  onChange={(target) => {
                    change(rule.key, { target });
                  }}
                />
                {text(rule, 'from')}
                {text(rule, 'values')}
                {text(rule, 'value')}
                <Button
                  icon={<CloseOutlined />}
                  aria-label={t('sources:mapping.remove')}
                  disabled={isReadOnly}
                  onClick={() => {
                    onChange({ rules: draft.rules.filter(({ key }) => key !== rule.key) });
                  }}
                />
                {problem && <ProblemText problem={problem} />}
              </Fragment>
            );
          })}
        </div>
      )}
      {!isReadOnly && draft.rules.length < TARGETS.length && (
        <Button
          onClick={() => {
            const next = TARGETS.find((target) => !taken.has(target));
            onChange({ rules: [...draft.rules, newRule(next)] });
          }}
        >
          {t('sources:mapping.add')}
        </Button>
      )}
    </>
  );
}
