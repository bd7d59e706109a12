import { useTranslation } from 'react-i18next';
import type { Call } from '../api/types';
import { clock } from '../player/timeline';

export type Part = Call['agents'][number];

/** A part of a call in words: whose, from when to when. */
export function usePartWords(duration_ms: number): (part: Part) => string {
  const { t } = useTranslation();
  return (part) =>
    t('calls:score.part', {
      name: part.person?.name ?? part.name ?? part.external_id,
      from: clock(part.start_ms ?? 0),
      to: clock(part.end_ms ?? duration_ms),
    });
}
