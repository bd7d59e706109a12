// What the agent writes is kept while they write: saved a moment after the last change, one save after
// the other, and what is left when they leave the page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type AppealDraft, appealDraftQuery, saveAppealDraft } from '../../api/appeals';
import { problemFrom } from '../../api/problem';
import { type Claim, claimsOf, isUnsaved, itemOf } from './claims';

const QUIET_MS = 800;

export function useAppealDraft(id: string, stored: AppealDraft) {
  const queries = useQueryClient();
  const [claims, setClaims] = useState(() => claimsOf(stored));
  const [saved, setSaved] = useState({ edit: stored.edit, claims, at: stored.changed_at });
  const save = useMutation({
    mutationFn: (written: Claim[]) => saveAppealDraft(id, saved.edit, written.map(itemOf)),
    onSuccess: (stored_now, written) => {
      setSaved({ edit: stored_now.edit, claims: written, at: stored_now.changed_at });
      queries.setQueryData(appealDraftQuery(id).queryKey, stored_now);
    },
  });
  const isElsewhere = problemFrom(save.error).code === 'edited_elsewhere';
  // What is being submitted is not saved beside it.
  const isSubmitting = useRef(false);
  const keep = useEffectEvent(() => {
    if (isSubmitting.current) return;
    if (!save.isPending && !isElsewhere && isUnsaved(claims, saved.claims)) save.mutate(claims);
  });
  const isSaving = save.isPending;
  useEffect(() => {
    if (isSaving) return;
    const wait = setTimeout(keep, QUIET_MS);
    return () => {
      clearTimeout(wait);
    };
  }, [claims, isSaving]);
  useEffect(
    () => () => {
      keep();
    },
    [],
  );
  return {
    claims,
    setClaims,
    submitting: (is: boolean) => {
      isSubmitting.current = is;
    },
    savedAt: saved.at,
    isSaving,
    isUnsaved: isUnsaved(claims, saved.claims),
    isElsewhere,
    error: isElsewhere ? null : save.error,
  };
}
