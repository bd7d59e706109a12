// What whoever scores says of the call's disposition; stored at once, apart from the draft.
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { sayDisposition } from '../../api/desk';
import type { DispositionCheck, Evaluation } from '../../api/types';
import { useProblemWords } from '../../components/ErrorNotice';
import type { ChangeView } from './useView';

export interface Dispositions {
  said: DispositionCheck | null;
  /** Pressed again, nothing is said any more. */
  right: () => void;
  /** Wrong; what would be right is asked then. */
  wrong: () => void;
  correct: (corrected: string) => void;
  /** Waits until what was said last is stored, or refused and told. */
  stored: () => Promise<void>;
}

export function useDisposition(evaluation: Evaluation, changeView: ChangeView): Dispositions {
  const [said, setSaid] = useState(evaluation.disposition);
  const wordsOf = useProblemWords();
  const change = useMutation({
    // One after the other, so that the last press is what stays.
    scope: { id: `disposition ${evaluation.id}` },
    mutationFn: (next: DispositionCheck | null) => sayDisposition(evaluation.id, next),
    onError: (error) => {
      changeView({ said: { text: wordsOf(error), isTrouble: true } });
    },
  });
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const say = (next: DispositionCheck | null) => {
    setSaid(next);
    last.current = change.mutateAsync(next).catch(() => undefined);
  };
  return {
    said,
    right: () => {
      changeView({ isCorrecting: false });
      say(said?.right === true ? null : { right: true, corrected: null });
    },
    wrong: () => {
      if (said?.right !== false) say({ right: false, corrected: null });
      changeView({ isCorrecting: true, reasons: 'closed' });
    },
    correct: (corrected) => {
      say({ right: false, corrected: corrected.trim() || null });
    },
    stored: async () => {
      await last.current;
    },
  };
}
