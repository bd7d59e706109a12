// Where each notice is dealt with.
import type { LinkProps } from '@tanstack/react-router';
import type { Notice } from '../api/types';

const ADDRESSES: Record<Notice['code'], Pick<LinkProps, 'to' | 'search'> | null> = {
  feedback_to_acknowledge: { to: '/feedback', search: { answered: 'opened' } },
  feedback_new: { to: '/feedback', search: { answered: 'unopened' } },
  assignments_waiting: { to: '/today' },
  assignments_overdue: { to: '/today' },
  drafts_open: { to: '/evaluations', search: { state: 'draft' } },
  transcription_failed: { to: '/calls', search: { transcript: 'failed' } },
  preparation_failed: { to: '/calls', search: { transcript: 'failed' } },
  agents_unmatched: { to: '/people', search: { tab: 'agents', unmatched: 'true' } },
  sources_silent: { to: '/sources' },
  // The model is fetched on the command line; the words of the notice say how.
  speech_model_missing: null,
};

export function noticeAddress(code: Notice['code']) {
  return ADDRESSES[code];
}
