// Whether a day is over, where the workplace is: its day begins and ends by its own clocks.
import { formatInstant } from '../../components/instants';

/** `day`: `2026-11-21`. */
export function isPast(day: string, now: Date, zone: string): boolean {
  return day < formatInstant(now.toISOString(), 'day', 'en', zone);
}
