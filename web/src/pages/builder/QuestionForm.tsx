// One item: its words, what it is worth, its options, and the rules about it.
import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardProblem, Swing } from '../../api/cards';
import { useWorded } from '../../i18n/words';
import { numberText } from '../../scorecard/sheet';
import styles from './builder.module.css';
import { CausesEditor } from './CausesEditor';
import type { Draft, DraftQuestion } from './definition';
import { Field, KeyField, NumberField, problemsOf, WordsField } from './fields';
import { OptionsEditor } from './OptionsEditor';
import { ShowWhenEditor } from './ShowWhenEditor';
import { useSwingText } from './swingText';

type Patch = { [Field in keyof DraftQuestion]?: DraftQuestion[Field] | undefined };

type Props = {
  draft: Draft;
  question: DraftQuestion;
  isInBonus: boolean;
  worth: number | null;
  /** What it does to others when it is not applicable. */
  swing: Swing | null;
  problems: readonly CardProblem[];
  onChange: (patch: Patch) => void;
};

const EVIDENCE = ['range', 'not_said', 'record'] as const;
const CRITICAL = ['no', 'customer', 'business', 'compliance', 'any'] as const;

export function QuestionForm({ draft, question, isInBonus, worth, swing, problems, onChange }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const isPoints = draft.method === 'points';
  const all = draft.sections.flatMap((section) => section.questions);
  const swingText = useSwingText((key) => worded(all.find((one) => one.key === key)?.title) || key);
  const of = (field: string) => problemsOf(problems, field, true);
  const critical = question.critical === true ? 'any' : question.critical || 'no';
  return (
    <>
      <WordsField
        label={t('cards:field.item')}
        words={question.title}
        problems={of('title')}
        onChange={(title) => {
          onChange({ title });
        }}
      />
      <WordsField
        label={t('cards:field.guidance')}
        words={question.guidance}
        isLong
        problems={of('guidance')}
        onChange={(guidance) => {
          onChange({ guidance });
        }}
      />
      <div className={styles.columns}>
        <KeyField
          value={question.key}
          problems={of('key')}
          onChange={(key) => {
            onChange({ key });
          }}
        />
        {!isPoints && (
          <NumberField
            label={t('cards:field.weight')}
            value={question.weight ?? 1}
            hint={worth === null ? null : t('cards:hint.worth', { points: numberText(worth) })}
            problems={of('weight')}
            onChange={(weight) => {
              onChange({ weight });
            }}
          />
        )}
        {!isPoints && (
          <Field label={t('cards:field.critical')} problems={of('critical')}>
            {(id) => (
              <Select
                id={id}
                value={critical}
                options={CRITICAL.map((value) => ({ value, label: t(`cards:critical.${value}`) }))}
                onChange={(value: string) => {
                  const plain = value === 'no' ? undefined : value === 'any' ? true : value;
                  onChange({ critical: plain });
                }}
              />
            )}
          </Field>
        )}
      </div>
      <OptionsEditor
        options={question.options}
        isPoints={isPoints}
        problems={problems}
        onChange={(options) => {
          onChange({ options });
        }}
      />
      <div className={styles.columns}>
        <NotApplicableField
          question={question}
          isDisabled={isInBonus}
          warning={swing ? swingText(swing) : null}
          problems={of('not_applicable')}
          onChange={onChange}
        />
        <Field label={t('cards:field.default')} problems={of('default')} hint={t('cards:hint.default')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('cards:none')}
              value={question.default ?? null}
              options={question.options.map(({ key, title }) => ({
                value: key,
                label: worded(title) || key,
              }))}
              onChange={(key: string | null | undefined) => {
                onChange({ default: key ?? undefined });
              }}
            />
          )}
        </Field>
      </div>
      <ShowWhenEditor draft={draft} question={question} problems={of('show_when')} onChange={onChange} />
      <div className={styles.line}>
        <Checkbox
          checked={question.scored !== false}
          onChange={({ target }) => {
            onChange({ scored: target.checked ? undefined : false });
          }}
        >
          {t('cards:field.scored')}
        </Checkbox>
        {isPoints && (
          <Checkbox
            checked={question.multiple ?? false}
            onChange={({ target }) => {
              onChange(
                target.checked ? { multiple: true } : { multiple: undefined, min: undefined, max: undefined },
              );
            }}
          >
            {t('cards:field.multiple')}
          </Checkbox>
        )}
      </div>
      {isPoints && question.multiple && (
        <div className={styles.columns}>
          <NumberField
            label={t('cards:field.min')}
            value={question.min}
            problems={of('min')}
            onChange={(min) => {
              onChange({ min });
            }}
          />
          <NumberField
            label={t('cards:field.max')}
            value={question.max}
            problems={of('max')}
            onChange={(max) => {
              onChange({ max });
            }}
          />
        </div>
      )}
      <Field label={t('cards:field.evidence')} problems={of('evidence')}>
        {(id) => (
          <Checkbox.Group
            className={styles.checks ?? ''}
            {...{ id }}
            value={question.evidence ?? [...EVIDENCE]}
            options={EVIDENCE.map((kind) => ({ value: kind, label: t(`cards:evidence.${kind}`) }))}
            onChange={(kinds) => {
              onChange({
                evidence:
                  kinds.length === EVIDENCE.length
                    ? undefined
                    : EVIDENCE.filter((kind) => kinds.includes(kind)),
              });
            }}
          />
        )}
      </Field>
      <CausesEditor
        causes={question.causes ?? []}
        problems={of('causes')}
        onChange={(causes) => {
          onChange({ causes: causes.length > 0 ? causes : undefined });
        }}
      />
    </>
  );
}

type NotApplicableProps = {
  question: DraftQuestion;
  isDisabled: boolean;
  warning: string | null;
  problems: readonly CardProblem[];
  onChange: (patch: Patch) => void;
};

function NotApplicableField({ question, isDisabled, warning, problems, onChange }: NotApplicableProps) {
  const { t } = useTranslation();
  const rule = question.not_applicable;
  const kind = rule === null || rule === undefined ? 'no' : rule === 'excluded' ? 'excluded' : 'score';
  return (
    <>
      <Field
        label={t('cards:field.not_applicable')}
        hint={warning && <span className={styles.warning}>{warning}</span>}
        problems={problems}
      >
        {(id) => (
          <Select
            id={id}
            disabled={isDisabled && kind === 'no'}
            value={kind}
            options={(['no', 'excluded', 'score'] as const).map((value) => ({
              value,
              label: t(`cards:not_applicable.${value}`),
            }))}
            onChange={(value: 'no' | 'excluded' | 'score') => {
              onChange({
                not_applicable: { no: undefined, excluded: 'excluded' as const, score: { score: 0 } }[value],
              });
            }}
          />
        )}
      </Field>
      {typeof rule === 'object' && rule !== null && (
        <NumberField
          label={t('cards:field.score')}
          value={rule.score}
          onChange={(score) => {
            onChange({ not_applicable: { score: score ?? null } });
          }}
        />
      )}
    </>
  );
}
