// The points on the waveform: numbered; what kind one is, its shape and colour tell once it was shown.
import type { CasePoint } from '../../../api/caseShapes';
import type { PlayerPin } from '../../../player/pins';
import type { Guide } from './guide';

export function guidePins(
  points: readonly CasePoint[],
  guide: Guide,
  titleOf: (point: CasePoint, isShown: boolean) => string,
): PlayerPin[] {
  return points.map((point, place) => {
    const isShown = place < guide.reached;
    return {
      id: `point ${point.number}`,
      kind: isShown ? point.kind : 'point',
      number: point.number,
      title: titleOf(point, isShown),
      start_ms: point.at_ms,
      end_ms: point.at_ms,
    };
  });
}
