// Which columns the list of calls shows: chosen by whoever looks, remembered on this machine.

export const COLUMNS = [
  'started_at',
  'agent',
  'team',
  'direction',
  'customer_number',
  'project',
  'queue',
  'duration',
  'disposition',
  'tags',
  'ticket',
  'native_id',
  'transcript',
  'evaluations',
  'assigned_to',
  'flags',
] as const;
export type Column = (typeof COLUMNS)[number];

/** When a call began is what it is known by: this column always stays. */
export const FIXED: Column = 'started_at';

const USUAL: readonly Column[] = [
  'started_at',
  'agent',
  'team',
  'customer_number',
  'queue',
  'duration',
  'disposition',
  'evaluations',
  'flags',
];

const KEY = 'earmark.calls.columns';

/** Reads what was remembered; names that are no columns any more are left out. */
export function readColumns(text: string | null): Column[] {
  if (text === null) return [...USUAL];
  const names = text.split(',');
  return COLUMNS.filter((column) => column === FIXED || names.includes(column));
}

export function rememberedColumns(): Column[] {
  try {
    return readColumns(localStorage.getItem(KEY));
  } catch {
    return [...USUAL]; // A browser may forbid storage.
  }
}

export function rememberColumns(columns: readonly Column[]) {
  try {
    localStorage.setItem(KEY, columns.join(','));
  } catch {
    // As above.
  }
}
