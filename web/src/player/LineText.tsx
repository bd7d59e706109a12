import type { HitPart } from '../api/hits';
import { isDoubtful, piecesOfLine } from './doubts';
import { SaidPiece } from './SaidPiece';
import type { SpokenLine } from './utterances';

type Props = {
  line: Pick<SpokenLine, 'text' | 'words' | 'confidence' | 'corrected'>;
  parts?: readonly HitPart[] | undefined;
};

/** What is said in a line: what was looked for marked, doubtful words underlined, what is hidden named. */
export function LineText({ line, parts }: Props) {
  const allIsDoubtful = line.words.length === 0 && isDoubtful(line);
  return piecesOfLine(line.text, line.words, parts).map((piece, place) => (
    <SaidPiece key={place} piece={{ ...piece, is_doubtful: piece.is_doubtful || allIsDoubtful }} />
  ));
}
