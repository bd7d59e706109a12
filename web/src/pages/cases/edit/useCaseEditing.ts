// The draft of a case on its page: changed by hand and by N, saved whole, never over somebody else's.
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesChanged, saveCase } from '../../../api/cases';
import type { Case, CaseDraft, CasePoint } from '../../../api/caseShapes';
import { useSaidChange } from '../../../components/useSaidChange';
import type { CallTransport } from '../../../player/transport';
import { changedPoint, cleaned, draftOf, isSame, withoutPoint, withPoint } from './draft';

export interface CaseEditing {
  draft: CaseDraft;
  /** The number of the point that is open. */
  open: number | null;
  isChanged: boolean;
  isSaving: boolean;
  error: Error | null;
  change: (part: Partial<CaseDraft>) => void;
  /** The second that is heard, on the call's timeline. */
  here: () => number;
  addPoint: () => void;
  openPoint: (number: number | null) => void;
  changePoint: (number: number, part: Partial<Omit<CasePoint, 'number'>>) => void;
  removePoint: (number: number) => void;
  /** Saves what is changed; what comes after it needs what is saved. */
  save: (then?: (saved: Case) => void) => void;
}

export function useCaseEditing(one: Case, transport: CallTransport): CaseEditing {
  const { t } = useTranslation();
  const [saved, setSaved] = useState(() => draftOf(one));
  const [draft, setDraft] = useState(saved);
  const [open, setOpen] = useState<number | null>(null);
  const saving = useSaidChange(saveCase, casesChanged, {
    said: () => t('cases:edit.saved'),
    onDone: (now) => {
      const next = draftOf(now);
      setSaved(next);
      // What was typed meanwhile stays, on top of what is saved.
      setDraft((typed) => (isSame(typed, draft) ? next : { ...typed, edition: next.edition }));
    },
  });
  const isChanged = !isSame(draft, saved);
  const change = (part: Partial<CaseDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const here = () => Math.min(Math.round(transport.position_ms) + one.start_ms, one.end_ms);
  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isChanged) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: BeforeUnloadEvent) => {
      warn(event);
    };
    window.addEventListener('beforeunload', listener);
    return () => {
      window.removeEventListener('beforeunload', listener);
    };
  }, []);
  return {
    draft,
    open,
    isChanged,
    isSaving: saving.isPending,
    error: saving.error,
    change,
    here,
    addPoint: () => {
      transport.pause();
      const { points, number } = withPoint(draft.points, here(), 'strength');
      change({ points });
      setOpen(number);
    },
    openPoint: setOpen,
    changePoint: (number, part) => {
      const { points, number: now } = changedPoint(draft.points, number, part);
      change({ points });
      if (open === number) setOpen(now);
    },
    removePoint: (number) => {
      change({ points: withoutPoint(draft.points, number) });
      setOpen(null);
    },
    save: (then) => {
      saving.mutate(
        { ...cleaned(draft), id: one.id },
        {
          onSuccess: (now) => {
            then?.(now);
          },
        },
      );
    },
  };
}
