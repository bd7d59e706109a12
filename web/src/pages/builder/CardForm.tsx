// The card itself: title, method, pass mark, grades; and a section.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import { numberText } from '../../scorecard/sheet';
import styles from './builder.module.css';
import {
  changedAt,
  type Draft,
  type DraftBand,
  type DraftSection,
  freeKey,
  patched,
  without,
} from './definition';
import { Field, KeyField, NumberField, problemsOf, useProblemText, WordsField } from './fields';

type CardProps = { draft: Draft; problems: readonly CardProblem[]; onChange: (draft: Draft) => void };

const RANGE = ['start', 'floor', 'ceiling'] as const;

export function CardForm({ draft, problems, onChange }: CardProps) {
  const { t } = useTranslation();
  const of = (field: string) => problemsOf(problems, field, true);
  const isPoints = draft.method === 'points';
  return (
    <>
      <WordsField
        label={t('cards:field.card')}
        words={draft.title}
        problems={of('title')}
        onChange={(title) => {
          onChange(patched<Draft>(draft, { title }));
        }}
      />
      <Field label={t('cards:field.method')} problems={of('method')}>
        {() => (
          <Radio.Group
            aria-label={t('cards:field.method')}
            value={draft.method}
            options={(['weighted', 'points'] as const).map((value) => ({
              value,
              label: t(`cards:method.${value}`),
            }))}
            onChange={({ target }) => {
              onChange(withMethod(draft, target.value as Draft['method']));
            }}
          />
        )}
      </Field>
      <div className={styles.columns}>
        <NumberField
          label={t('cards:field.pass')}
          value={draft.pass}
          hint={t('cards:hint.pass')}
          problems={of('pass')}
          onChange={(pass) => {
            onChange(patched<Draft>(draft, { pass }));
          }}
        />
        {isPoints &&
          RANGE.map((end) => (
            <NumberField
              key={end}
              label={t(`cards:field.${end}`)}
              value={draft.points?.[end]}
              problems={of(`points.${end}`)}
              onChange={(value) => {
                onChange({ ...draft, points: { ...draft.points, [end]: value ?? null } });
              }}
            />
          ))}
      </div>
      {!isPoints && (
        <Field
          label={t('cards:field.redistribute')}
          hint={t('cards:hint.redistribute')}
          problems={of('redistribute')}
        >
          {() => (
            <Radio.Group
              aria-label={t('cards:field.redistribute')}
              value={draft.redistribute ?? 'section'}
              options={(['section', 'card'] as const).map((value) => ({
                value,
                label: t(`cards:redistribute.${value}`),
              }))}
              onChange={({ target }) => {
                const value = target.value as 'section' | 'card';
                onChange(patched<Draft>(draft, { redistribute: value === 'card' ? value : undefined }));
              }}
            />
          )}
        </Field>
      )}
      <BandsEditor
        bands={draft.bands ?? []}
        problems={of('bands')}
        onChange={(bands) => {
          onChange(patched<Draft>(draft, { bands: bands.length > 0 ? bands : undefined }));
        }}
      />
    </>
  );
}

/** The other method, with what it needs and without what only the first one has. */
function withMethod(draft: Draft, method: Draft['method']): Draft {
  return method === 'points'
    ? patched<Draft>(draft, {
        method,
        redistribute: undefined,
        points: draft.points ?? { start: 100, floor: 0, ceiling: 100 },
      })
    : patched<Draft>(draft, { method, points: undefined });
}

type BandsProps = {
  bands: DraftBand[];
  problems: readonly CardProblem[];
  onChange: (bands: DraftBand[]) => void;
};

function BandsEditor({ bands, problems, onChange }: BandsProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <fieldset className={styles.list}>
      <legend>{t('cards:field.bands')}</legend>
      {problems.length > 0 && <span className={styles.wrong}>{problems.map(textOf).join(' ')}</span>}
      <ul>
        {bands.map((band, place) => {
          const label = t('cards:build.band', { number: place + 1 });
          const change = (patch: { [Field in keyof DraftBand]?: DraftBand[Field] | undefined }) => {
            onChange(changedAt(bands, place, (one) => patched(one, patch)));
          };
          return (
            <li key={place} className={styles.option}>
              <WordsField
                label={label}
                words={band.title}
                onChange={(title) => {
                  change({ title });
                }}
              />
              <div className={styles.line}>
                <Input
                  className={styles.key ?? ''}
                  aria-label={`${label} · ${t('cards:field.key')}`}
                  value={band.key}
                  onChange={(event) => {
                    change({ key: event.target.value.trim().toLowerCase() });
                  }}
                />
                <InputNumber
                  className={styles.number ?? ''}
                  aria-label={`${label} · ${t('cards:field.from')}`}
                  value={band.from === null || band.from === undefined ? null : Number(band.from)}
                  onChange={(from) => {
                    change({ from: from === null ? undefined : Number(from) });
                  }}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('cards:build.remove_band', { number: place + 1 })}
                  onClick={() => {
                    onChange(without(bands, place));
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          const taken = bands.map(({ key }) => key);
          onChange([...bands, { key: freeKey('grade', taken), from: 0 }]);
        }}
      >
        {t('cards:build.add_band')}
      </Button>
    </fieldset>
  );
}

type SectionProps = {
  section: DraftSection;
  isPoints: boolean;
  problems: readonly CardProblem[];
  onChange: (patch: { [Field in keyof DraftSection]?: DraftSection[Field] | undefined }) => void;
};

export function SectionForm({ section, isPoints, problems, onChange }: SectionProps) {
  const { t } = useTranslation();
  const of = (field: string) => problemsOf(problems, field, true);
  const sum = section.questions.reduce((total, { weight }) => total + Number(weight ?? 1), 0);
  return (
    <>
      <WordsField
        label={t('cards:field.section')}
        words={section.title}
        problems={of('title')}
        onChange={(title) => {
          onChange({ title });
        }}
      />
      <div className={styles.columns}>
        <KeyField
          value={section.key}
          problems={of('key')}
          onChange={(key) => {
            onChange({ key });
          }}
        />
        {!isPoints && (
          <NumberField
            label={t('cards:field.weight')}
            value={section.weight ?? 1}
            hint={t('cards:hint.item_weights', { sum: numberText(sum) })}
            problems={[...of('weight'), ...problemsOf(problems, 'questions')]}
            onChange={(weight) => {
              onChange({ weight });
            }}
          />
        )}
      </div>
      {!isPoints && (
        <Checkbox
          checked={section.bonus ?? false}
          onChange={({ target }) => {
            onChange({ bonus: target.checked ? true : undefined });
          }}
        >
          {t('cards:field.bonus')}
        </Checkbox>
      )}
    </>
  );
}
