import { Time } from '../../components/Time';
import { justBefore } from './deadline';

/** The last day of a time that ends with a day: the end itself is the next day's beginning. */
export function LastDay({ until }: { until: string | null }) {
  return until === null ? null : <Time at={justBefore(until)} form="day" />;
}
