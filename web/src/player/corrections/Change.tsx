import { useTranslation } from 'react-i18next';
import type { Correction } from '../../api/corrections';
import { clock } from '../timeline';

/** What a correction says: the words, who says them, when. */
export function Change({ correction }: { correction: Correction }) {
  const { t } = useTranslation('words');
  const { before, text, speaker, new_start_ms, new_end_ms } = correction;
  const said = [
    ...(text !== null ? [`${before} → ${text}`] : []),
    ...(speaker !== null ? [t(`correct.speaker.${speaker}`)] : []),
    ...(typeof new_start_ms === 'number' && typeof new_end_ms === 'number'
      ? [`${clock(new_start_ms)}–${clock(new_end_ms)}`]
      : []),
  ];
  return said.join(' · ');
}
