import type { HitPart } from '../api/hits';
import { SaidPiece } from './SaidPiece';

/** What is said, with what was looked for marked and doubtful words underlined. */
export function MarkedWords({ parts }: { parts: readonly HitPart[] }) {
  return parts.map((part, place) => <SaidPiece key={place} piece={part} />);
}
