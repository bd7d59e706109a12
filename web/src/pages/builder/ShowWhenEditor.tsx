// When an item is asked: always, or where an earlier item was answered so.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardProblem } from '../../api/cards';
import { useWorded } from '../../i18n/words';
import styles from './builder.module.css';
import type { Draft, DraftQuestion } from './definition';
import { Field } from './fields';

type Props = {
  draft: Draft;
  question: DraftQuestion;
  problems: readonly CardProblem[];
  onChange: (patch: { show_when: DraftQuestion['show_when'] | undefined }) => void;
};

export function ShowWhenEditor({ draft, question, problems, onChange }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const all = draft.sections.flatMap((section) => section.questions);
  const place = all.indexOf(question);
  const earlier = all.slice(0, Math.max(place, 0));
  const condition = question.show_when ?? null;
  const asked = all.find((one) => one.key === condition?.question);
  return (
    <div className={styles.columns}>
      <Field label={t('cards:field.show_when')} problems={problems}>
        {(id) => (
          <Select
            id={id}
            allowClear
            placeholder={t('cards:always')}
            value={condition?.question ?? null}
            options={earlier.map(({ key, title }) => ({ value: key, label: worded(title) || key }))}
            onChange={(key: string | null | undefined) => {
              onChange({ show_when: key ? { question: key, is: [] } : undefined });
            }}
          />
        )}
      </Field>
      {condition && (
        <Field label={t('cards:field.show_when_is')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={condition.is}
              options={(asked?.options ?? []).map(({ key, title }) => ({
                value: key,
                label: worded(title) || key,
              }))}
              onChange={(is: string[]) => {
                onChange({ show_when: { ...condition, is } });
              }}
            />
          )}
        </Field>
      )}
    </div>
  );
}
