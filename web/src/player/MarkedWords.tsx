import type { HitPart } from '../api/hits';
import { SpokenText } from './SpokenText';

/** What is said, with what was looked for marked. */
export function MarkedWords({ parts }: { parts: readonly HitPart[] }) {
  return parts.map((part, place) =>
    part.is_match ? (
      <mark key={place}>{part.text}</mark>
    ) : (
      <span key={place}>
        <SpokenText text={part.text} />
      </span>
    ),
  );
}
