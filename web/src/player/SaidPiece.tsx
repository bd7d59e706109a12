import './transcript.css';
import { useTranslation } from 'react-i18next';
import type { LinePiece } from './doubts';
import { SpokenText } from './SpokenText';

/** A piece of what is said: marked where it was looked for, underlined where it is doubtful, and with words in
 * the place of what is hidden. */
export function SaidPiece({ piece }: { piece: LinePiece }) {
  const { t } = useTranslation('player');
  const text = piece.is_match ? piece.text : <SpokenText text={piece.text} />;
  const said = piece.is_doubtful ? (
    <span className="transcript-doubtful" title={t('transcript.doubtful')}>
      {text}
    </span>
  ) : (
    text
  );
  return piece.is_match ? <mark>{said}</mark> : <span>{said}</span>;
}
