import { useTranslation } from 'react-i18next';
import type { HitPart } from '../api/hits';
import { isDoubtful, piecesOfLine } from './doubts';
import { SpokenText } from './SpokenText';
import type { SpokenLine } from './utterances';

type Props = { line: SpokenLine; parts: readonly HitPart[] | undefined };

/** What is said in a line: what was looked for marked, doubtful words underlined, what is hidden named. */
export function LineText({ line, parts }: Props) {
  const { t } = useTranslation('player');
  const pieces = piecesOfLine(line.text, line.words, parts);
  const allIsDoubtful = line.words.length === 0 && isDoubtful(line);
  return pieces.map((piece, place) => {
    const text = piece.is_match ? piece.text : <SpokenText text={piece.text} />;
    const said =
      piece.is_doubtful || allIsDoubtful ? (
        <span className="transcript-doubtful" title={t('transcript.doubtful')}>
          {text}
        </span>
      ) : (
        text
      );
    return piece.is_match ? <mark key={place}>{said}</mark> : <span key={place}>{said}</span>;
  });
}
