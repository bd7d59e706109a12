// Evidence that names no place in the call or the text, in words: what was not said, and which record shows it.
import { useTranslation } from 'react-i18next';
import { clock } from '../player/timeline';
import { spotOfEvidence, turnsWords } from '../text/turns';
import type { Evidence } from './types';

/** How a piece of evidence is called. */
export function useEvidenceWords(): (evidence: Evidence) => string {
  const { t } = useTranslation('scorecard');
  return (evidence) => {
    if (evidence.kind === 'turns') return t('kind.turns', { at: turnsWords(evidence) });
    if (evidence.kind !== 'range' && evidence.kind !== 'not_said_within') return t(`kind.${evidence.kind}`);
    const from = clock(evidence.start_ms);
    const at = evidence.end_ms > evidence.start_ms ? `${from}–${clock(evidence.end_ms)}` : from;
    return evidence.kind === 'range' ? at : t('kind.not_said_within', { at });
  };
}

export function OtherEvidence({ evidence }: { evidence: readonly Evidence[] }) {
  const wordsOf = useEvidenceWords();
  const words = evidence.filter((one) => spotOfEvidence(one) === null).map(wordsOf);
  return [...new Set(words)].map((text) => <span key={text}>{text}</span>);
}
