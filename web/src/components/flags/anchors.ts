// Where a flag stands: on a range, or on the whole call.
import type { Flag, FlagKind } from '../../api/types';
import type { Span } from '../../player/passage';

/** The reader's own flag of this kind in just this place: the same key takes it away again. */
export function ownFlag(
  flags: readonly Flag[],
  person: string | null,
  kind: FlagKind,
  range: Span | null,
): Flag | undefined {
  return flags.find(
    (flag) =>
      flag.kind === kind &&
      flag.flagged_by.id === person &&
      flag.start_ms === (range?.start_ms ?? null) &&
      flag.end_ms === (range?.end_ms ?? null),
  );
}
