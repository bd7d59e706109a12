// A draft that saves itself: whole, a moment after the last change, one save after the other. What another
// window saved meanwhile is merged with what was changed here, and that is saved; what both changed is told.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CardDraft, readCardDraft, saveCardDraft } from '../../api/cards';
import { problemFrom } from '../../api/problem';
import { type Draft, draftOf } from './definition';
import { type Contested, mergeDrafts } from './mergeDraft';

/** How long after the last change a draft is saved. */
const PAUSE_MS = 700;
/** How many steps can be undone. */
const UNDO_MOST = 100;

/** How often one save is merged and sent again before it is given up for now. */
const MERGES_MOST = 5;

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';

export type CardDraftKeeper = {
  draft: Draft;
  edit: number;
  state: SaveState;
  error: unknown;
  /** What another window changed too, differently, since this was last dismissed. */
  contested: readonly Contested[];
  dismiss: () => void;
  change: (next: Draft) => void;
  undo: (() => void) | null;
  /** Saves what waits; the number of the last save, or null where it failed. */
  flush: () => Promise<number | null>;
};

export function useCardDraft(initial: CardDraft): CardDraftKeeper {
  const [draft, setDraft] = useState(() => draftOf(initial.definition));
  const [edit, setEdit] = useState(initial.edit);
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<unknown>(null);
  const [past, setPast] = useState<Draft[]>([]);
  const [contested, setContested] = useState<readonly Contested[]>([]);
  const kept = useRef({
    draft,
    edit,
    saved: draft,
    timer: 0,
    running: null as Promise<number | null> | null,
  });

  const save = useCallback(async (): Promise<number | null> => {
    const now = kept.current;
    window.clearTimeout(now.timer);
    let merges = 0;
    while (now.draft !== now.saved) {
      const sent = now.draft;
      setState('saving');
      try {
        const answer = await saveCardDraft(initial.scorecard_id, now.edit, sent);
        now.edit = answer.edit;
        now.saved = sent;
        setEdit(answer.edit);
        setError(null);
      } catch (failure) {
        const isConflict = problemFrom(failure).code === 'edited_elsewhere';
        if (isConflict && merges < MERGES_MOST) {
          merges += 1;
          try {
            const theirs = await readCardDraft(initial.scorecard_id);
            const stored = draftOf(theirs.definition);
            const merged = mergeDrafts(now.saved, now.draft, stored);
            now.edit = theirs.edit;
            now.saved = stored;
            now.draft = merged.draft;
            setEdit(theirs.edit);
            setDraft(merged.draft);
            setContested((before) => [...before, ...merged.contested]);
            continue;
          } catch (unread) {
            setState('failed');
            setError(unread);
            return null;
          }
        }
        setState('failed');
        setError(failure);
        return null;
      }
    }
    setState('saved');
    return now.edit;
  }, [initial.scorecard_id]);

  const flush = useCallback(() => {
    const now = kept.current;
    now.running ??= save().finally(() => {
      now.running = null;
    });
    return now.running;
  }, [save]);

  const hold = useCallback(
    (next: Draft) => {
      kept.current.draft = next;
      setDraft(next);
      setState('waiting');
      window.clearTimeout(kept.current.timer);
      kept.current.timer = window.setTimeout(() => void flush(), PAUSE_MS);
    },
    [flush],
  );

  const change = useCallback(
    (next: Draft) => {
      const before = kept.current.draft;
      if (next === before) return;
      setPast((steps) => [...steps.slice(-UNDO_MOST + 1), before]);
      hold(next);
    },
    [hold],
  );

  const last = past.at(-1);
  const undo = last
    ? () => {
        setPast((steps) => steps.slice(0, -1));
        hold(last);
      }
    : null;

  useEffect(() => {
    const now = kept.current;
    const warn = (event: BeforeUnloadEvent) => {
      if (now.draft !== now.saved) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      // Leaving for another page saves what waits.
      if (now.draft !== now.saved) void flush();
    };
  }, [flush]);

  const dismiss = () => {
    setContested([]);
  };
  return { draft, edit, state, error, contested, dismiss, change, undo, flush };
}
