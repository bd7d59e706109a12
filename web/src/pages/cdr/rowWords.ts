// What the columns of a table of calls are called, and what is wrong with its rows, in words.
import { useTranslation } from 'react-i18next';
import type { CdrPreview } from '../../api/types';
import { clock } from '../../player/timeline';

export type CdrRow = CdrPreview['sample'][number];
export type CdrProblem = { column?: string | null; code: string; value?: string };

/** `3:20`; nothing where it is not known. */
export function lengthOf(ms: number | null | undefined): string {
  return typeof ms === 'number' ? clock(ms) : '';
}

export function useRowWords() {
  const { i18n } = useTranslation();
  // The keys are made at run time, so the compiler cannot check them.
  const translate = i18n.t.bind(i18n) as (key: string) => string;
  const known = (key: string, otherwise: string) => (i18n.exists(key) ? translate(key) : otherwise);
  const columnName = (column: string) => known(`cdr:column.${column}`, column);
  const problemsOf = (problems: readonly CdrProblem[]) =>
    problems.map(({ column, code, value }) =>
      [
        column && columnName(column),
        value && `“${value}”`,
        known(`cdr:problem.${code}`, known(`codes:error.${code}`, code)),
      ]
        .filter(Boolean)
        .join(' · '),
    );
  return { columnName, problemsOf };
}
