// What of the page is open: the current item, the panel, the sheet of keys, the reasons.
import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DraftKeeper } from './keeper';
import { nextOpen } from '../../scorecard/requirements';
import { rememberedQuestion } from './useOpening';

export type Panel = 'transcript' | 'notes' | 'call' | 'answers' | 'history';

/** Something said in the footer. */
export interface Said {
  text: string;
  isTrouble: boolean;
}

export interface ReviewView {
  current: string | null;
  panel: Panel;
  note: string | null;
  /** The reasons why the call cannot be scored; `other` waits for its note. */
  reasons: 'closed' | 'open' | 'other';
  /** Whether it is asked what the disposition should be. */
  isCorrecting: boolean;
  isKeySheetOpen: boolean;
  said: Said | null;
}

export type ChangeView = (part: Partial<ReviewView>) => void;

export function useView(
  evaluation_id: string,
  keeper: DraftKeeper,
  isNarrow: boolean,
): [ReviewView, ChangeView] {
  const [view, setView] = useState<ReviewView>(() => ({
    current: rememberedQuestion(evaluation_id) ?? firstOpen(keeper),
    panel: isNarrow ? 'transcript' : 'notes',
    note: null,
    reasons: 'closed',
    isCorrecting: false,
    isKeySheetOpen: false,
    said: null,
  }));
  const change = useMemo<ChangeView>(
    () => (part) => {
      setView((before) => ({ ...before, ...part }));
    },
    [],
  );
  return [view, change];
}

function firstOpen(keeper: DraftKeeper): string | null {
  const { content, open } = keeper.desk();
  return (
    nextOpen(keeper.card, content.answers, open, null) ?? keeper.card.sections[0]?.questions[0]?.key ?? null
  );
}

/**
 * Puts the cursor into a field that may only now appear, before the next key is heard: what is typed
 * at once after the key that leads here is text, and no command.
 */
export function focusField(id: string): void {
  flushSync(() => undefined);
  const field = document.getElementById(id);
  if (field) field.focus();
  else requestAnimationFrame(() => document.getElementById(id)?.focus());
}
