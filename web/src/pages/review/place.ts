// Where somebody was on the page, so that a reload brings them back to it.

export interface Place {
  position_ms: number;
  question: string | null;
}

const PREFIX = 'earmark.review.place.';

export function rememberedPlace(evaluation_id: string): Place | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + evaluation_id) ?? 'null') as Place | null;
  } catch {
    return null;
  }
}

export function rememberPlace(evaluation_id: string, place: Place): void {
  try {
    sessionStorage.setItem(PREFIX + evaluation_id, JSON.stringify(place));
  } catch {
    return; // A browser may forbid storage; then a reload begins at the beginning.
  }
}

/** Where listening begins: after ring and announcements, and not before the agent's own part. */
export function startOf(parts: {
  firstSound_ms: number | null;
  firstWord_ms: number | null;
  part_ms: number | null;
}): number {
  const heard = parts.firstSound_ms ?? parts.firstWord_ms ?? 0;
  return Math.max(heard - LEAD_MS, parts.part_ms ?? 0, 0);
}

/** A breath before the first word. */
const LEAD_MS = 300;
