import { useTranslation } from 'react-i18next';
import { piecesOf } from './hidden';

/** What was said, with words in the place of what is hidden. */
export function SpokenText({ text }: { text: string }) {
  const { t } = useTranslation('words');
  return piecesOf(text).map((piece, place) =>
    'hidden' in piece ? (
      <span key={place} className="transcript-hidden">
        {t(`hidden.${piece.hidden}`)}
      </span>
    ) : (
      piece.text
    ),
  );
}
