// The flags of one call: seen, set, taken away.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flagsQuery, type NewFlag, removeFlag, setFlag } from '../../api/flags';
import type { Flag, FlagKind } from '../../api/types';
import { useMay, useMe } from '../../app/me';
import { useCoded } from '../../i18n/words';
import type { Span } from '../../player/passage';
import { clock } from '../../player/timeline';
import type { Marks } from '../../player/useMarks';
import { ownFlag } from './anchors';
import { TEACHING } from './kinds';

const NO_FLAGS: Flag[] = [];

/** A change: a flag to be set, one to be taken away, or one that gets the line that it teaches. */
type Change = { set: NewFlag; byKey?: boolean } | { remove: Flag } | { line: string; of: Flag };

export function useFlags(call_id: string | null, marks?: Marks) {
  const { t } = useTranslation('flags');
  const coded = useCoded();
  const me = useMe();
  const mayFlag = useMay('flag_calls');
  const queries = useQueryClient();
  const [said, setSaid] = useState('');
  const pressed = useRef<FlagKind[]>([]);
  const query = useQuery({ ...flagsQuery(call_id ?? ''), enabled: call_id !== null });
  const items = query.data?.items ?? NO_FLAGS;

  const mayPropose = useMay('propose_cases');
  /** The flag that a key has just set, which may say what it teaches. */
  const [fresh, setFresh] = useState<string | null>(null);

  const change = useMutation({
    mutationFn: async (wanted: Change): Promise<Flag | null> => {
      if (call_id === null) return null;
      if ('set' in wanted) return setFlag(call_id, wanted.set);
      if ('remove' in wanted) {
        await removeFlag(call_id, wanted.remove.id);
        return null;
      }
      // A flag never changes: it is set anew with its line, in the same place.
      await removeFlag(call_id, wanted.of.id);
      return setFlag(call_id, setAnew(wanted.of, wanted.line));
    },
    onSuccess: async (set, wanted) => {
      const { kind, start_ms, end_ms } =
        'set' in wanted ? wanted.set : 'remove' in wanted ? wanted.remove : wanted.of;
      const word = coded('flag', kind);
      const where = placeOf(start_ms, end_ms) ?? t('whole');
      setSaid(
        'line' in wanted
          ? t('said_proposed')
          : 'set' in wanted
            ? t('said_set', { kind: word, where })
            : t('said_removed', { kind: word }),
      );
      setFresh('set' in wanted && wanted.byKey ? (set?.id ?? null) : null);
      if (set?.case) void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['calls'] });
      await queries.invalidateQueries({ queryKey: ['flags', call_id] });
    },
  });

  /** On the marked range, which is used up, or on the whole call. */
  const set = (kind: FlagKind, note = '', byKey = false) => {
    const range = marks?.range ?? null;
    marks?.clear();
    change.mutate({ set: { kind, ...range, ...(note.trim() && { note: note.trim() }) }, byKey });
  };
  /** As a key does: the same flag in the same place is taken away again. */
  const toggle = (kind: FlagKind) => {
    if (!mayFlag || call_id === null) return;
    if (change.isPending) {
      pressed.current.push(kind);
      return;
    }
    const own = ownFlag(items, me.person_id, kind, marks?.range ?? null);
    if (own === undefined) set(kind, '', true);
    else {
      marks?.clear();
      change.mutate({ remove: own });
    }
  };
  // What is pressed while a change is on its way follows it: by then it is known which flags stand.
  useEffect(() => {
    if (change.isPending) return;
    const next = pressed.current.shift();
    if (next !== undefined) toggle(next);
  });
  return {
    items,
    error: query.error ?? change.error,
    askAgain: () => void query.refetch(),
    mayFlag: mayFlag && call_id !== null,
    isBusy: change.isPending,
    said,
    range: marks?.range ?? null,
    fresh,
    /** The line has been written, or nobody wants to. */
    leaveFresh: () => {
      setFresh(null);
    },
    /** Whether this flag of the reader may still say what it teaches: then it proposes a case. */
    mayLine: (flag: Flag) =>
      mayPropose &&
      flag.is_removable &&
      flag.flagged_by.id === me.person_id &&
      flag.note === null &&
      TEACHING.includes(flag.kind),
    line: (of: Flag, line: string) => {
      change.mutate({ line, of });
    },
    set,
    remove: (flag: Flag) => {
      change.mutate({ remove: flag });
    },
    toggle,
  };
}

function setAnew({ kind, start_ms, end_ms }: Flag, note: string): NewFlag {
  return start_ms === null ? { kind, note } : { kind, start_ms, end_ms: end_ms ?? start_ms, note };
}

export type Flags = ReturnType<typeof useFlags>;

/** `1:02–1:09`; null: the whole call. */
export function placeOf(
  start_ms: number | null | undefined,
  end_ms: number | null | undefined,
): string | null {
  if (start_ms === null || start_ms === undefined) return null;
  return end_ms === null || end_ms === undefined || end_ms === start_ms
    ? clock(start_ms)
    : `${clock(start_ms)}–${clock(end_ms)}`;
}

export function spanOf(flag: Flag): Span | null {
  return flag.start_ms === null ? null : { start_ms: flag.start_ms, end_ms: flag.end_ms ?? flag.start_ms };
}
