// The working calendar: which days count for every deadline.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type CalendarDay = Omit<Schemas['CalendarDay'], 'name'> & { name: string | null };
export type WorkingCalendar = Omit<Schemas['WorkingCalendar'], 'days'> & { days: CalendarDay[] };
/** What may be changed of it. */
export type CalendarChange = Pick<WorkingCalendar, 'edit' | 'week' | 'release_hours' | 'hear_hours' | 'days'>;
export type CalendarEffect = Schemas['CalendarEffect'];

export const calendarQuery = queryOptions({
  queryKey: ['calendar'],
  queryFn: ({ signal }) => send<WorkingCalendar>('GET', '/working-calendar', { signal }),
});

/** What a change would mean for the deadlines that are fixed already. */
export const calendarEffectQuery = (change: CalendarChange) =>
  queryOptions({
    queryKey: ['calendar', 'effect', change],
    queryFn: ({ signal }) =>
      send<CalendarEffect>('POST', '/working-calendar/preview', { body: change, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export function putCalendar(change: CalendarChange): Promise<WorkingCalendar> {
  return send('PUT', '/working-calendar', { body: change });
}

export function calendarChanged(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: ['calendar'] });
}
