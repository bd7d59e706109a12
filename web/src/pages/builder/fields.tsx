// The fields of the builder: texts in both languages side by side, numbers, keys, each with what is
// wrong with it.
import { Input, InputNumber } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardProblem, ReadCard } from '../../api/cards';
import type { Words } from '../../api/types';
import { hasWords, useCoded } from '../../i18n/words';
import styles from './builder.module.css';
import { fieldOfPath, wordsWith } from './definition';

/** The sentence for a problem; the server's English where the interface has none. */
export function useProblemText(): (problem: CardProblem) => string {
  const coded = useCoded();
  return ({ code, message }) => (hasWords('card_problem', code) ? coded('card_problem', code) : message);
}

/** What a file could not be read for, with the line where that is known. */
export function useUnreadText(): (problem: ReadCard['problems'][number]) => string {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (problem) => `${t('cards:paste.row', { line: problem.line })} ${textOf(problem)} ${problem.message}`;
}

/** The problems of one field, `weight` or `options[1]` and whatever is in it. */
export function problemsOf(problems: readonly CardProblem[], field: string, deep = false): CardProblem[] {
  return problems.filter(({ path }) => {
    const own = fieldOfPath(path);
    return own === field || (deep && (own.startsWith(`${field}.`) || own.startsWith(`${field}[`)));
  });
}

type FieldProps = {
  label: string;
  hint?: ReactNode;
  problems?: readonly CardProblem[];
  children: (id: string, describedBy: string | undefined) => ReactNode;
};

export function Field({ label, hint, problems = [], children }: FieldProps) {
  const id = useId();
  const textOf = useProblemText();
  const isWrong = problems.length > 0;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, isWrong ? `${id}-wrong` : undefined)}
      {hint && <span className="muted">{hint}</span>}
      {isWrong && (
        <span id={`${id}-wrong`} className={styles.wrong}>
          {problems.map(textOf).join(' ')}
        </span>
      )}
    </div>
  );
}

type WordsProps = {
  label: string;
  words: Words | undefined;
  isLong?: boolean;
  problems?: readonly CardProblem[];
  onChange: (words: Words | undefined) => void;
};

const LANGUAGES = [
  ['en', 'English'],
  ['zh-CN', '中文'],
] as const;

/** A text in both languages, side by side. */
export function WordsField({ label, words, isLong = false, problems = [], onChange }: WordsProps) {
  const textOf = useProblemText();
  const Text = isLong ? Input.TextArea : Input;
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={styles.languages}>
        {LANGUAGES.map(([language, name]) => (
          <Text
            key={language}
            lang={language}
            aria-label={`${label} · ${name}`}
            placeholder={name}
            value={words?.[language] ?? ''}
            {...(isLong ? { autoSize: { minRows: 2, maxRows: 8 } } : {})}
            onChange={(event: { target: { value: string } }) => {
              onChange(wordsWith(words, language, event.target.value));
            }}
          />
        ))}
      </div>
      {problems.length > 0 && <span className={styles.wrong}>{problems.map(textOf).join(' ')}</span>}
    </div>
  );
}

type NumberProps = {
  label: string;
  value: number | string | null | undefined;
  hint?: ReactNode;
  problems?: readonly CardProblem[];
  onChange: (value: number | undefined) => void;
};

/** A number; empty: the field is left out. */
export function NumberField({ label, value, hint, problems = [], onChange }: NumberProps) {
  return (
    <Field label={label} hint={hint} problems={problems}>
      {(id, describedBy) => (
        <InputNumber
          id={id}
          className={styles.number ?? ''}
          {...(problems.length > 0 ? { status: 'error' as const } : {})}
          aria-describedby={describedBy}
          value={value === null || value === undefined ? null : Number(value)}
          onChange={(next) => {
            onChange(next === null ? undefined : Number(next));
          }}
        />
      )}
    </Field>
  );
}

type KeyProps = {
  label?: string;
  value: string;
  problems?: readonly CardProblem[];
  onChange: (value: string) => void;
};

export function KeyField({ label, value, problems = [], onChange }: KeyProps) {
  const { t } = useTranslation();
  return (
    <Field label={label ?? t('cards:field.key')} hint={t('cards:hint.key')} problems={problems}>
      {(id, describedBy) => (
        <Input
          id={id}
          className={styles.key ?? ''}
          {...(problems.length > 0 ? { status: 'error' as const } : {})}
          aria-describedby={describedBy}
          value={value}
          onChange={(event) => {
            onChange(event.target.value.trim().toLowerCase());
          }}
        />
      )}
    </Field>
  );
}
