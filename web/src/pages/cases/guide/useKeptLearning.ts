// How far somebody is, kept on the server as they go; what is typed a moment later, and when they leave.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Learning } from '../../../api/caseShapes';
import { keepLearning, type LearningBody } from '../../../api/learning';
import { problemFrom } from '../../../api/problem';

const TYPING_MS = 1_000;
const RETRIES = 3;

export interface KeptLearning {
  body: LearningBody;
  /** Kept at once. */
  keep: (part: Partial<LearningBody>) => void;
  /** Kept once the typing has come to rest. */
  type: (part: Partial<LearningBody>) => void;
  error: Error | null;
  /** Whether the server has it all. */
  isKept: boolean;
}

function bodyOf(known: Learning | null): LearningBody {
  if (known === null) return { reached: 0, words: {}, answers: [], pledge: null, finished: false };
  const { reached, words, answers, pledge, finished_at } = known;
  return { reached, words, answers, pledge, finished: finished_at !== null };
}

/** `keeps`: whether it is kept at all; who tries out what they write has learned nothing from it. */
export function useKeptLearning(case_id: string, known: Learning | null, keeps: boolean): KeptLearning {
  const queries = useQueryClient();
  const [body, setBody] = useState(() => bodyOf(known));
  const latest = useRef(body);
  const timer = useRef<number | null>(null);
  const [isTyping, setIsTyping] = useState(false);
  const saving = useMutation({
    // One after the other: what is sent later is what holds.
    scope: { id: `learning of ${case_id}` },
    mutationFn: (kept: LearningBody) => keepLearning(case_id, kept),
    retry: (count, error) => count < RETRIES && problemFrom(error).isPassing,
    onSuccess: async (_, kept) => {
      if (!kept.finished) return;
      // At the end the case tells which answers are right, and what was to be learned is done.
      await queries.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const send = useEffectEvent(() => {
    if (timer.current === null) return;
    window.clearTimeout(timer.current);
    timer.current = null;
    saving.mutate(latest.current);
  });
  useEffect(() => () => send(), []);
  const change = (part: Partial<LearningBody>, wait_ms: number) => {
    const next = { ...latest.current, ...part };
    latest.current = next;
    setBody(next);
    if (!keeps) return;
    if (timer.current !== null) window.clearTimeout(timer.current);
    timer.current = null;
    if (wait_ms === 0) {
      setIsTyping(false);
      saving.mutate(next);
      return;
    }
    setIsTyping(true);
    timer.current = window.setTimeout(() => {
      timer.current = null;
      setIsTyping(false);
      saving.mutate(latest.current);
    }, wait_ms);
  };
  return {
    body,
    keep: (part) => {
      change(part, 0);
    },
    type: (part) => {
      change(part, TYPING_MS);
    },
    error: saving.error,
    isKept: !isTyping && !saving.isPending && saving.error === null,
  };
}
