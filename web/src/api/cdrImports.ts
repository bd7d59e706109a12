// Tables of calls: tried, brought in, followed until their rows are entered, stopped.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { CdrImport, CdrPreview } from './types';

/** Where the empty table lies. */
export const CDR_TEMPLATE_ADDRESS = '/api/v1/cdr-imports/template.csv';

const POLL_MS = 1_000;

export type CdrTable = { file: File; source: string; columns: Record<string, string> | null };

function formOf({ file, source, columns }: CdrTable): FormData {
  const body = new FormData();
  body.append('source', source);
  if (columns) body.append('columns', JSON.stringify(columns));
  body.append('file', file);
  return body;
}

/** What a table would do; nothing is stored. */
export function previewCdr(table: CdrTable): Promise<CdrPreview> {
  return send('POST', '/cdr-imports/preview', { body: formOf(table) });
}

export function beginCdrImport(table: CdrTable): Promise<CdrImport> {
  return send('POST', '/cdr-imports', { body: formOf(table) });
}

export function isUnderWay({ state }: Pick<CdrImport, 'state'>): boolean {
  return state === 'running' || state === 'stopping';
}

/** An import, asked for again until it has ended. */
export function cdrImportQuery(id: string) {
  return queryOptions({
    queryKey: ['cdr-imports', id],
    queryFn: ({ signal }) => send<CdrImport>('GET', `/cdr-imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : POLL_MS),
  });
}

export function stopCdrImport(id: string): Promise<CdrImport> {
  return send('POST', `/cdr-imports/${id}/stop`);
}
