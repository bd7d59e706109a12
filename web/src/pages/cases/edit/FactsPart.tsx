// What a case is about: its line, why it is worth hearing, its shelf, level, and what it illustrates.
import { useQuery } from '@tanstack/react-query';
import { DatePicker, Input, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../../api/caseShapes';
import { librariesQuery } from '../../../api/cases';
import { answerCardsQuery, answersQuery } from '../../../api/desk';
import { useMay } from '../../../app/me';
import { useWorded } from '../../../i18n/words';
import { LEVELS } from '../kinds';
import { LINE_MOST } from '../ProposeDialog';
import { SPOKEN, useSpoken } from '../spoken';
import styles from './edit.module.css';
import type { CaseEditing } from './useCaseEditing';
import { WordsPair } from './WordsPair';

const ANSWERS_MOST = 200;
/** Between a card and an item of it in the value of an option. */
const APART = ' ';

type Props = { one: Case; editing: CaseEditing };

export function FactsPart({ one, editing }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const spoken = useSpoken();
  const { draft, change } = editing;
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  // A warning stays where whoever is heard is asked.
  const isWarning = one.library.kind === 'warning';
  return (
    <section className={styles.part} aria-labelledby="facts">
      <h2 id="facts">{t('cases:edit.facts')}</h2>
      <Labelled label={t('cases:propose.line')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={draft.teaching_line}
            maxLength={LINE_MOST}
            autoSize={{ minRows: 2, maxRows: 5 }}
            onChange={(event) => {
              change({ teaching_line: event.target.value });
            }}
          />
        )}
      </Labelled>
      <WordsPair
        label={t('cases:preview.why')}
        rows={2}
        value={draft.why}
        onChange={(why) => {
          change({ why });
        }}
      />
      <Labelled label={t('cases:propose.shelf')}>
        {(id) => (
          <Select
            id={id}
            value={draft.library_id}
            options={libraries
              .filter(
                ({ id: shelf, retired_at }) =>
                  shelf === draft.library_id || (retired_at === null && !isWarning),
              )
              .map((one) => ({ value: one.id, label: worded(one.name) }))}
            onChange={(library) => {
              change({ library_id: library });
            }}
          />
        )}
      </Labelled>
      <div className={styles.pair}>
        <Labelled label={t('cases:column.level')}>
          {(id) => (
            <Select
              id={id}
              value={draft.level}
              options={LEVELS.map((value) => ({ value, label: t(`cases:level.${value}`) }))}
              onChange={(level) => {
                change({ level });
              }}
            />
          )}
        </Labelled>
        <Labelled label={t('cases:column.language')}>
          {(id) => (
            <Select
              id={id}
              value={draft.language}
              options={[...new Set([...SPOKEN, draft.language])].map((value) => ({
                value,
                label: spoken(value),
              }))}
              onChange={(language) => {
                change({ language });
              }}
            />
          )}
        </Labelled>
      </div>
      <Labelled label={t('cases:column.review_on')}>
        {(id) => (
          <DatePicker
            id={id}
            value={draft.review_on === null ? null : dayjs(draft.review_on)}
            onChange={(day) => {
              change({ review_on: day ? day.format('YYYY-MM-DD') : null });
            }}
          />
        )}
      </Labelled>
      <Labelled label={t('cases:edit.hides_names')}>
        {(id) => (
          <Switch
            id={id}
            checked={draft.hides_names}
            onChange={(hides_names) => {
              change({ hides_names });
            }}
          />
        )}
      </Labelled>
      <Illustrated one={one} editing={editing} />
      <Labelled label={t('cases:preview.tags')}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            value={draft.tags}
            tokenSeparators={[',', '，', '、']}
            onChange={(tags) => {
              change({ tags });
            }}
          />
        )}
      </Labelled>
    </section>
  );
}

/** The items and standard answers that it illustrates; for those who may read the cards. */
function Illustrated({ one, editing: { draft, change } }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const mayChoose = useMay('write_answers');
  const cards = useQuery({ ...answerCardsQuery, enabled: mayChoose }).data?.items ?? [];
  const answers =
    useQuery({ ...answersQuery({ limit: ANSWERS_MOST }), enabled: mayChoose }).data?.items ?? [];
  if (!mayChoose) return null;
  /** The wording that it was written by stays, whatever holds by now; another is that of today. */
  const versionOf = (id: string) =>
    draft.answers.find((tie) => tie.standard_answer_id === id)?.version ??
    answers.find((answer) => answer.id === id)?.shown.number ??
    1;
  return (
    <>
      <Labelled label={t('cases:preview.items')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.items.map(({ scorecard_id, item }) => {
              const known =
                one.items.find((other) => other.item === item) ??
                cards
                  .find(({ id: card }) => card === scorecard_id)
                  ?.questions.find(({ key }) => key === item);
              const value = `${scorecard_id}${APART}${item}`;
              return { value, label: worded(known?.title) || item };
            })}
            labelInValue
            options={cards.map((card) => ({
              label: worded(card.title),
              options: card.questions.map(({ key, title }) => ({
                value: `${card.id}${APART}${key}`,
                label: worded(title) || key,
              })),
            }))}
            onChange={(chosen) => {
              change({
                items: chosen.map(({ value }) => {
                  const [scorecard_id = '', ...item] = value.split(APART);
                  return { scorecard_id, item: item.join(APART) };
                }),
              });
            }}
          />
        )}
      </Labelled>
      <Labelled label={t('cases:preview.answers')} hint={t('cases:edit.answers_hint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.answers.map(({ standard_answer_id: value }) => {
              const known = one.answers.find((other) => other.standard_answer_id === value);
              const shown = answers.find((other) => other.id === value)?.shown.title;
              return { value, label: worded(shown ?? known?.title) };
            })}
            labelInValue
            options={answers.map((one) => ({ value: one.id, label: worded(one.shown.title) }))}
            onChange={(chosen) => {
              change({
                answers: chosen.map(({ value }) => ({
                  standard_answer_id: value,
                  version: versionOf(value),
                })),
              });
            }}
          />
        )}
      </Labelled>
    </>
  );
}

type LabelledProps = { label: string; hint?: string; children: (id: string) => ReactNode };

function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p className="muted">{hint}</p>}
    </div>
  );
}
