// Instants and durations as text.

export type InstantForm = 'day' | 'minute' | 'second' | 'clock';

const FORMS: Record<InstantForm, Intl.DateTimeFormatOptions> = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  minute: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  second: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  clock: { hour: '2-digit', minute: '2-digit' },
};

/** `2026-11-22 09:05` in both languages: it sorts by eye and nobody mistakes day for month. */
export function formatInstant(
  instant: string,
  form: InstantForm,
  language: string,
  timeZone?: string,
): string {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return instant;
  const format = new Intl.DateTimeFormat(language, { ...FORMS[form], hourCycle: 'h23', timeZone });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = `${part.year}-${part.month}-${part.day}`;
  const clock = `${part.hour}:${part.minute}`;
  switch (form) {
    case 'day':
      return day;
    case 'clock':
      return clock;
    case 'minute':
      return `${day} ${clock}`;
    case 'second':
      return `${day} ${clock}:${part.second}`;
  }
}

/** `4:12`, `1:04:12`; rounded to whole seconds, as a player counts them. */
export function formatDuration(ms: number): string {
  const all = Math.max(0, Math.round(ms / 1000));
  const seconds = String(all % 60).padStart(2, '0');
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** Reads `90`, `1:30` or `1:01:30` (seconds, minutes, hours) as milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  if (!/^\d+(:[0-5]?\d){0,2}$/.test(text.trim())) return null;
  const seconds = text
    .trim()
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1000;
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function aheadOfUtc(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).formatToParts(at);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const local = `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`;
  return Date.parse(local) - Math.floor(at / 1000) * 1000;
}

/** The moment when the clock on the wall of a zone, which may be none of this machine's, shows this. */
export function instantIn(zone: string, day: string, clock: string): string {
  return onTheWall(`${day}T${clock}:00.000Z`, zone);
}

/** What the clock on the wall of a zone shows at this moment: `2026-11-22T15:00`. */
export function wallClockIn(zone: string, at: string): string {
  const ms = Date.parse(at);
  return new Date(ms + aheadOfUtc(ms, zone)).toISOString().slice(0, 16);
}

/** The last millisecond of a day (`2026-11-22`) in a zone, which may be none of this machine's. */
export function endOfDay(day: string, zone: string): string {
  return onTheWall(`${day}T23:59:59.999Z`, zone);
}

function onTheWall(written: string, zone: string): string {
  const asIfUtc = Date.parse(written);
  const about = asIfUtc - aheadOfUtc(asIfUtc, zone);
  // Once more: the clock may have been changed between the two.
  return new Date(asIfUtc - aheadOfUtc(about, zone)).toISOString();
}
