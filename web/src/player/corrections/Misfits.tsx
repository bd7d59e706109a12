// Corrections that a new transcript left without a place: they stay, and somebody should look at them.
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { correctionsQuery } from '../../api/corrections';
import type { Playback } from '../usePlayback';

export function Misfits({ playback }: { playback: Playback }) {
  const { t } = useTranslation('words');
  const misfits = useQueries({
    queries: playback.segments.map((segment) => correctionsQuery(segment.recording_id)),
    combine: (results) =>
      results
        .flatMap(({ data }) => data?.items ?? [])
        .filter((one) => one.number === null && one.undone_at === null),
  });
  if (misfits.length === 0) return null;
  return (
    <details className="transcript-note">
      <summary>{t('misfits.title', { count: misfits.length })}</summary>
      <ul>
        {misfits.map((one) => (
          <li key={one.id}>
            {one.before} → {one.text ?? t('misfits.speaker')}
          </li>
        ))}
      </ul>
    </details>
  );
}
