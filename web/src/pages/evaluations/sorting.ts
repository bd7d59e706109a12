// The order of a table as its headers show it, and as the address says it (`-total` is the highest
// first).
import type { SorterResult } from 'antd/es/table/interface';

export type Direction = 'ascend' | 'descend' | null;

export function directionOf(sort: string, field: string): Direction {
  if (sort === field) return 'ascend';
  return sort === `-${field}` ? 'descend' : null;
}

/** The order that was chosen at a header; undefined for the order without one. */
export function chosenSort<T>(sorter: SorterResult<T> | SorterResult<T>[]): string | undefined {
  const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
  if (!order || typeof columnKey !== 'string') return undefined;
  return order === 'descend' ? `-${columnKey}` : columnKey;
}
