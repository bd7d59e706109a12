// What of a transcript may be read at a moment without giving away what comes next.

type Said = { start_ms: number; end_ms: number };

/** The last moment, at or before `position_ms`, at which a line begins or ends; -1: there is none. What may be
 * read changes only there. */
export function lastEdge(lines: readonly Said[], position_ms: number): number {
  const edges = lines.flatMap(({ start_ms, end_ms }) => [start_ms, end_ms]);
  return Math.max(-1, ...edges.filter((edge) => edge <= position_ms));
}

/** The lines that have begun. One that is still being said comes without its words: a point asks about what
 * is said right behind it, and a line that begins a little earlier would be the answer. */
export function saidBy<Line extends Said>(
  lines: readonly Line[],
  position_ms: number,
): { line: Line; isWhole: boolean }[] {
  return lines
    .filter(({ start_ms }) => start_ms <= position_ms)
    .map((line) => ({ line, isWhole: line.end_ms <= position_ms }));
}
