// Flags on a range, as the waveform shows them.
import type { Flag, FlagKind } from '../../api/types';
import type { PlayerPin } from '../../player/pins';

export function flagPins(flags: readonly Flag[], worded: (kind: FlagKind) => string): PlayerPin[] {
  return flags.flatMap((flag): PlayerPin[] => {
    if (flag.start_ms === null) return [];
    const title = flag.note ? `${worded(flag.kind)} – ${flag.note}` : worded(flag.kind);
    const { start_ms, end_ms } = flag;
    return [{ id: `flag ${flag.id}`, kind: 'flag', title, start_ms, end_ms: end_ms ?? start_ms }];
  });
}
