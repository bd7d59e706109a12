// Which words of a line are doubtful, laid over what was looked for and what is hidden.
import type { HitPart } from '../api/hits';

/** A piece of a line that is looked for or not. */
type MatchPart = Pick<HitPart, 'text' | 'is_match'>;

/** A word as the server tells it. */
export type HeardWord = { text: string; doubtful: boolean };

/** A piece of a line. */
export type LinePiece = { text: string; is_match: boolean; is_doubtful: boolean };

/** A line without single words is as doubtful as the engine is of all of it; below this. */
export const DOUBTFUL_BELOW = 0.5;

/** The line in pieces, each of which is looked for or not, and doubtful or not. */
export function piecesOfLine(
  text: string,
  words: readonly HeardWord[],
  parts: readonly MatchPart[] | undefined,
): LinePiece[] {
  const doubtful = doubtfulRuns(text, words);
  const matching = isWhole(parts, text) ? parts : [{ text, is_match: false }];
  const pieces: LinePiece[] = [];
  let [at, run] = [0, 0];
  for (const part of matching) {
    let rest = part.text;
    while (rest !== '') {
      const current = doubtful[run] ?? { text: rest, doubtful: false, end: Infinity };
      const length = Math.min(rest.length, current.end - at);
      pieces.push({ text: rest.slice(0, length), is_match: part.is_match, is_doubtful: current.doubtful });
      rest = rest.slice(length);
      at += length;
      if (at >= current.end) run += 1;
    }
  }
  return pieces;
}

/** What was looked for is told in what everybody reads; with nothing hidden a line may read otherwise. */
function isWhole(parts: readonly MatchPart[] | undefined, text: string): parts is readonly MatchPart[] {
  return parts !== undefined && parts.map((part) => part.text).join('') === text;
}

/** A word with the space before it and the punctuation behind it. */
const WORD = /^(\s*)(.*?)([\p{P}\s]*)$/su;

/** Words that follow each other and are alike in doubt, as one; space and punctuation around them are none of it. */
function doubtfulRuns(text: string, words: readonly HeardWord[]) {
  const runs: { doubtful: boolean; end: number }[] = [];
  if (words.map((word) => word.text).join('') !== text) return runs;
  let at = 0;
  const add = (length: number, doubtful: boolean) => {
    at += length;
    const last = runs.at(-1);
    if (last?.doubtful === doubtful) last.end = at;
    else if (length > 0) runs.push({ doubtful, end: at });
  };
  for (const word of words) {
    const [, space = '', bare = '', behind = ''] = WORD.exec(word.text) ?? [];
    add(space.length, word.doubtful && (runs.at(-1)?.doubtful ?? false));
    add(bare.length, word.doubtful);
    add(behind.length, false);
  }
  return runs;
}

/** Whether there is anything to doubt in a line. */
export function isDoubtful(line: {
  words: readonly HeardWord[];
  confidence: number;
  corrected: boolean;
}): boolean {
  if (line.words.length > 0) return line.words.some((word) => word.doubtful);
  return !line.corrected && line.confidence < DOUBTFUL_BELOW;
}
