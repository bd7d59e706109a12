// Where a presentation stands: which entry, which of its points, whether its answer is shown.

export type Stage = { entry: number; point: number; isShown: boolean };

export const FIRST: Stage = { entry: 0, point: 0, isShown: false };

/** What Space does: shows the answer, then goes on to the next point, and behind the last to the next entry.
 * `points` says how many each entry has. */
export function onwards(stage: Stage, points: readonly number[]): Stage {
  const count = points[stage.entry] ?? 0;
  if (stage.point < count && !stage.isShown) return { ...stage, isShown: true };
  if (stage.point + 1 < count) return { ...stage, point: stage.point + 1, isShown: false };
  return { entry: Math.min(stage.entry + 1, points.length), point: 0, isShown: false };
}

/** To another entry, at its first point; one behind the last is the end. */
export function toEntry(entry: number, points: readonly number[]): Stage {
  return { entry: Math.max(0, Math.min(entry, points.length)), point: 0, isShown: false };
}

/** From where to where is played now: to the moment of the point that is asked, or, once that is shown, of the
 * next one; behind the last, to the end. `moments` are those of the points of the entry, in their order. */
export function stretchOf(
  stage: Stage,
  moments: readonly number[],
): { from_ms: number; to_ms: number | null } {
  const next = stage.isShown ? stage.point + 1 : stage.point;
  return { from_ms: moments[next - 1] ?? 0, to_ms: moments[next] ?? null };
}
