// Sales to be verified: which wait, which dispositions are some, what became of them.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { Assignment, CallRow, Named, Page } from './types';

export type WaitingSale = { call: CallRow; joined_at: string };

/** The sales that wait, the oldest call first. */
export const salesQuery = (query: Query = {}) =>
  queryOptions({
    queryKey: ['sales', 'waiting', query],
    queryFn: ({ signal }) => send<Page<WaitingSale>>('GET', '/sales', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** Takes one call, or the oldest, of a queue where one is named. */
export function takeSale(choice: { call_id?: string; queue_id?: string }): Promise<Assignment> {
  return send('POST', '/sales/take', { body: choice });
}

export type SaleRule = {
  id: string;
  disposition: string;
  project: Named | null;
  queue: Named | null;
  since: string;
  made_by: Named | null;
  made_at: string;
};

export const saleRulesQuery = queryOptions({
  queryKey: ['sales', 'rules'],
  queryFn: ({ signal }) => send<{ items: SaleRule[] }>('GET', '/sale-rules', { signal }),
});

export type NewSaleRule = {
  disposition: string;
  project_id: string | null;
  queue_id: string | null;
  since: string | null;
};

/** Answers with how many calls that were there already wait now. */
export function makeSaleRule(body: NewSaleRule): Promise<{ joined: number }> {
  return send('POST', '/sale-rules', { body });
}

export function endSaleRule(id: string): Promise<void> {
  return send('DELETE', `/sale-rules/${id}`);
}

export type SaleTally = {
  confirmed: number;
  corrected: number;
  rejected: number;
  total: number;
  confirmed_rate: number | null;
};
export type SaleRate = SaleTally & { of: Named | null; agent_name: string | null };
export type SaleRates = { all: SaleTally; agents: SaleRate[]; queues: SaleRate[] };

export const saleRatesQuery = (query: Query) =>
  queryOptions({
    queryKey: ['sales', 'outcomes', query],
    queryFn: ({ signal }) => send<SaleRates>('GET', '/sales/outcomes', { query, signal }),
    placeholderData: keepPreviousData,
  });

export function salesChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['sales'] });
}
