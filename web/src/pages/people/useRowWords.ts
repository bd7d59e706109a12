// What a row of an imported table does, in words.
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ImportRow } from './importRows';

/** The columns and the fields that change go by the same names; the table's role is one of many. */
const FIELDS = ['name', 'staff_number', 'sign_in', 'role', 'team', 'project', 'source', 'agent_id'] as const;
type Field = (typeof FIELDS)[number];

export function useRowWords(): (row: ImportRow) => string[] {
  const { t, i18n } = useTranslation();
  // The key is made at run time, so the compiler cannot check it.
  const translate = i18n.t.bind(i18n) as (key: string) => string;
  const fieldName = (name: string) => (isField(name) ? t(`people:field.${name}`) : name);
  const problem = (code: string) => {
    const key = `people:import.error.${code}`;
    return i18next.exists(key) ? translate(key) : code;
  };
  return (row) => [
    ...(row.changes.length > 0
      ? [
          t('people:import.changes', {
            fields: row.changes.map(fieldName).join(t('people:import.list_mark')),
          }),
        ]
      : []),
    ...row.errors.map(({ column, code, value }) =>
      [fieldName(column), value && `“${value}”`, problem(code)].filter(Boolean).join(' · '),
    ),
  ];
}

function isField(name: string): name is Field {
  return FIELDS.some((field) => field === name);
}
