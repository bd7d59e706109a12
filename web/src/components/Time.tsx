// Instants as people of this workspace read them: in its zone, whatever the zone of the machine.
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session';
import { useLanguage } from '../app/preferences';
import { formatInstant, type InstantForm } from './instants';

/** The workspace's zone; the machine's own until it is known. */
export function useTimeZone(): string | undefined {
  return useQuery(meQuery).data?.time_zone;
}

export function useInstant(): (instant: string, form?: InstantForm) => string {
  const language = useLanguage();
  const zone = useTimeZone();
  return (instant, form = 'minute') => formatInstant(instant, form, language, zone);
}

/** `form`: day, minute (the default), second, or clock (the time alone). */
export function Time({ at, form = 'minute' }: { at: string | null | undefined; form?: InstantForm }) {
  const format = useInstant();
  if (!at) return null;
  return (
    <time dateTime={at} title={format(at, 'second')} className="number">
      {format(at, form)}
    </time>
  );
}
