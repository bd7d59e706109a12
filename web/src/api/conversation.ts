// What agent and inspector say to each other: replies to notes, whether the feedback helped.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Evaluation, Page } from './types';

/** What agents said of one's own feedback; it names nobody. */
export type Ratings = {
  rated: number;
  helpful: number;
  words: Page<{ is_helpful: boolean; words: string }>;
};

export const ratingsQuery = queryOptions({
  queryKey: ['ratings'],
  queryFn: ({ signal }) => send<Ratings>('GET', '/feedback-ratings', { query: { limit: 20 }, signal }),
});

export function replyToNote(id: string, noteId: string, text: string): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/notes/${noteId}/replies`, { body: { text } });
}

export function rateFeedback(id: string, isHelpful: boolean, words: string | null): Promise<Evaluation> {
  return send('PUT', `/evaluations/${id}/rating`, { body: { is_helpful: isHelpful, words } });
}
