// The rows of an imported table, by what they do.
import type { ImportReport } from '../../api/types';

export type ImportRow = ImportReport['rows'][number];
export type ImportAction = ImportRow['action'];

/** What the rows do, errors first; what none does is left out. */
export function actionsIn(report: ImportReport): { action: ImportAction; count: number }[] {
  const counts: [ImportAction, number][] = [
    ['error', report.errors],
    ['add', report.add],
    ['change', report.change],
    ['same', report.same],
  ];
  return counts.filter(([, count]) => count > 0).map(([action, count]) => ({ action, count }));
}

const TONES: Record<ImportAction, string> = { add: 'good', change: 'warning', same: 'plain', error: 'bad' };

export function toneOfAction(action: ImportAction): string {
  return TONES[action];
}
