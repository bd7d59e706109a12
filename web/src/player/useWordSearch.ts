// What is looked for in the words of a call: the hits, and which of them is chosen.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { type Hit, type HitPart, hitsQuery } from '../api/hits';
import type { Span } from './passage';
import type { CallTransport } from './transport';

/** The search field of the call that is open; there is one at a time. */
export const WORD_SEARCH_FIELD = 'word-search';

export interface WordSearch {
  /** What is looked for; empty: nothing. */
  text: string;
  hits: readonly Hit[];
  total: number;
  /** Which hit is chosen, from 0; −1: none yet. */
  place: number;
  isFinding: boolean;
  error: Error | null;
  /** The pieces of an utterance that has a hit, by its id in the transcript. */
  parts: ReadonlyMap<string, HitPart[]>;
  /** Where hits lie on the timeline. */
  spans: readonly Span[];
  /** Looks for something else, and goes to its first hit from here on. */
  find: (text: string) => void;
  /** To the next hit, or the one before; round and round. */
  step: (by: 1 | -1) => void;
}

const NO_HITS: readonly Hit[] = [];

/** `first`: what is looked for when the page opens. */
export function useWordSearch(call_id: string | null, transport: CallTransport, first = ''): WordSearch {
  const queries = useQueryClient();
  const [text, setText] = useState(first);
  const [place, setPlace] = useState(-1);
  const { data, error, isFetching } = useQuery({
    ...hitsQuery(call_id ?? '', text),
    enabled: call_id !== null && text !== '',
  });
  const hits = text === '' ? NO_HITS : (data?.items ?? NO_HITS);

  const go = (to: number, all: readonly Hit[]) => {
    const hit = all[to];
    if (!hit) return;
    setPlace(to);
    transport.seek(hit.start_ms);
  };
  const goToFirst = (wanted: string) => {
    if (call_id === null || wanted === '') return;
    void queries.ensureQueryData(hitsQuery(call_id, wanted)).then(
      ({ items }) => {
        const here = items.findIndex((hit) => hit.start_ms >= transport.position_ms);
        go(Math.max(here, 0), items);
      },
      () => undefined, // The field says why.
    );
  };
  const begin = useEffectEvent(() => {
    goToFirst(first);
  });
  useEffect(() => {
    begin();
  }, []);

  const parts = useMemo(
    () => new Map(hits.map((hit) => [`${hit.recording_id}.${hit.number}`, hit.parts])),
    [hits],
  );
  const spans = useMemo(() => distinct(hits), [hits]);
  return {
    text,
    hits,
    total: hits.length === 0 ? 0 : (data?.total ?? 0),
    place: hits.length === 0 ? -1 : place,
    isFinding: isFetching,
    error: text === '' ? null : error,
    parts,
    spans,
    find: (next) => {
      setPlace(-1);
      setText(next);
      goToFirst(next);
    },
    step: (by) => {
      if (hits.length > 0) go((Math.max(place, by < 0 ? 0 : -1) + by + hits.length) % hits.length, hits);
    },
  };
}

/** Puts the cursor into the search field; whether there is one. */
export function focusWordSearch(): boolean {
  const field = document.getElementById(WORD_SEARCH_FIELD);
  field?.focus();
  return field !== null;
}

/** Two who say the same at the same moment are one mark. */
function distinct(hits: readonly Hit[]): Span[] {
  const spans = hits.map(({ start_ms, end_ms }) => [`${start_ms}-${end_ms}`, { start_ms, end_ms }] as const);
  return [...new Map(spans).values()];
}
