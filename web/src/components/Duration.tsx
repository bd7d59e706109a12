import { formatDuration } from './instants';

/** A length of time, `4:12`. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return null;
  return <span className="number">{formatDuration(ms)}</span>;
}
