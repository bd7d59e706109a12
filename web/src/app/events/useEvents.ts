// What happens elsewhere shows here: whatever it changed is asked for again.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { send } from '../../api/client';
import { follow } from './follow';
import type { Told } from './relay';

/** What each happening changes, beside the bell itself. */
const CHANGED: Record<string, string[]> = {
  feedback_released: ['evaluations', 'trend'],
  feedback_revised: ['evaluations', 'evaluation', 'trend'],
  feedback_acknowledged: ['evaluations', 'evaluation', 'today'],
  feedback_no_objection: ['evaluations', 'evaluation', 'today'],
  appeal_waits: ['appeals', 'appeal', 'evaluation'],
  appeal_unstaffed: ['appeals', 'appeal'],
  appeal_decided: ['appeals', 'appeal', 'evaluations', 'evaluation', 'trend'],
  appeal_withdrawn: ['appeals', 'appeal', 'evaluation'],
  calls_assigned: ['today', 'assignments', 'calls'],
  assignment_withdrawn: ['today', 'assignments', 'calls'],
  source_silent: ['sources'],
};

export function changedBy(code: string): string[][] {
  return [['notices'], ['waiting'], ...(CHANGED[code] ?? []).map((name) => [name])];
}

/** Follows what happens to whoever is signed in, for as long as the shell is shown. */
export function useEvents(person: string | null) {
  const queries = useQueryClient();
  useEffect(() => {
    if (person === null) return;
    return follow(person, takeUp(queries));
  }, [person, queries]);
}

function takeUp(queries: QueryClient): (told: Told) => void {
  let isLive = false;
  const askAgain = (keys: string[][]) => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  return (told) => {
    switch (told.type) {
      case 'notice':
        askAgain(changedBy(told.happening.code));
        break;
      case 'read':
        askAgain([['notices']]);
        break;
      case 'open':
        // What happened between the first answers and the stream is in neither.
        if (told.missed) void queries.invalidateQueries();
        else if (!isLive) askAgain([['notices'], ['waiting']]);
        isLive = true;
        break;
      case 'lost':
        isLive = false;
        break;
      case 'signed_out':
        isLive = false;
        // Any request finds out, and the page asks for the password again.
        void send('GET', '/waiting').catch(() => undefined);
        break;
      case 'here':
        break;
    }
  };
}
