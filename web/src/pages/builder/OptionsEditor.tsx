// The options of an item: in order, in both languages, with score, what is fatal and what they ask for.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import styles from './builder.module.css';
import { changedAt, type DraftOption, freeKey, moved, patched, without } from './definition';
import { problemsOf, useProblemText, WordsField } from './fields';

type Props = {
  options: DraftOption[];
  isPoints: boolean;
  problems: readonly CardProblem[];
  onChange: (options: DraftOption[]) => void;
};

const REQUIREMENTS = ['comment', 'evidence', 'cause'] as const;

export function OptionsEditor({ options, isPoints, problems, onChange }: Props) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const own = problemsOf(problems, 'options');
  return (
    <fieldset className={styles.list}>
      <legend>{t('cards:field.options')}</legend>
      {own.length > 0 && <span className={styles.wrong}>{own.map(textOf).join(' ')}</span>}
      <ol>
        {options.map((option, place) => (
          <OptionLine
            key={place}
            option={option}
            number={place + 1}
            isFirst={place === 0}
            isLast={place === options.length - 1}
            isPoints={isPoints}
            problems={problemsOf(problems, `options[${String(place)}]`, true)}
            onChange={(patch) => {
              onChange(changedAt(options, place, (one) => patched(one, patch)));
            }}
            onStep={(by) => {
              onChange(moved(options, place, place + by));
            }}
            onRemove={() => {
              onChange(without(options, place));
            }}
          />
        ))}
      </ol>
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          const taken = options.map(({ key }) => key);
          onChange([...options, { key: freeKey('option', taken), score: 0 }]);
        }}
      >
        {t('cards:build.add_option')}
      </Button>
    </fieldset>
  );
}

type LineProps = {
  option: DraftOption;
  number: number;
  isFirst: boolean;
  isLast: boolean;
  isPoints: boolean;
  problems: readonly CardProblem[];
  onChange: (patch: { [Field in keyof DraftOption]?: DraftOption[Field] | undefined }) => void;
  onStep: (by: -1 | 1) => void;
  onRemove: () => void;
};

function OptionLine({
  option,
  number,
  isFirst,
  isLast,
  isPoints,
  problems,
  onChange,
  onStep,
  onRemove,
}: LineProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const label = t('cards:build.option', { number });
  return (
    <li className={styles.option} aria-label={label}>
      <WordsField
        label={label}
        words={option.title}
        onChange={(title) => {
          onChange({ title });
        }}
      />
      <div className={styles.line}>
        <Named name={t(isPoints ? 'cards:field.points' : 'cards:field.score')}>
          <InputNumber
            className={styles.number ?? ''}
            aria-label={`${label} · ${t(isPoints ? 'cards:field.points' : 'cards:field.score')}`}
            value={option.score === null || option.score === undefined ? null : Number(option.score)}
            onChange={(score) => {
              onChange({ score: score === null ? undefined : Number(score) });
            }}
          />
        </Named>
        <Named name={t('cards:field.key')}>
          <Input
            className={styles.key ?? ''}
            aria-label={`${label} · ${t('cards:field.key')}`}
            value={option.key}
            onChange={(event) => {
              onChange({ key: event.target.value.trim().toLowerCase() });
            }}
          />
        </Named>
        <Select
          className={styles.choice ?? ''}
          aria-label={`${label} · ${t('cards:field.fatal')}`}
          value={option.fatal ?? 'none'}
          options={(['none', ...(isPoints ? [] : ['section']), 'evaluation'] as const).map((value) => ({
            value,
            label: t(`cards:fatal.${value as 'none' | 'section' | 'evaluation'}`),
          }))}
          onChange={(fatal: string) => {
            onChange({ fatal: fatal === 'none' ? undefined : (fatal as 'section' | 'evaluation') });
          }}
        />
        {REQUIREMENTS.map((requirement) => (
          <Checkbox
            key={requirement}
            checked={option.require?.includes(requirement) ?? false}
            onChange={({ target }) => {
              const others = (option.require ?? []).filter((one) => one !== requirement);
              const require = target.checked ? [...others, requirement] : others;
              onChange({ require: require.length > 0 ? require : undefined });
            }}
          >
            {t(`cards:require.${requirement}`)}
          </Checkbox>
        ))}
        <span className={styles.tools}>
          <Button
            type="text"
            size="small"
            disabled={isFirst}
            icon={<ArrowUpOutlined />}
            aria-label={t('cards:build.option_up', { number })}
            onClick={() => {
              onStep(-1);
            }}
          />
          <Button
            type="text"
            size="small"
            disabled={isLast}
            icon={<ArrowDownOutlined />}
            aria-label={t('cards:build.option_down', { number })}
            onClick={() => {
              onStep(1);
            }}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('cards:build.remove_option', { number })}
            onClick={onRemove}
          />
        </span>
      </div>
      {problems.length > 0 && <span className={styles.wrong}>{problems.map(textOf).join(' ')}</span>}
    </li>
  );
}

/** A field with its name before it; read aloud it also tells of which option it is. */
function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={styles.named}>
      <span className="muted" aria-hidden>
        {name}
      </span>
      {children}
    </span>
  );
}
