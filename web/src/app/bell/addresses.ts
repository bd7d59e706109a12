// Where each notice, and whatever waits, is dealt with.
import type { LinkProps } from '@tanstack/react-router';
import type { Notice, Waiting } from '../../api/types';

type Address = Pick<LinkProps, 'to' | 'params' | 'search'>;

const WAITING: Record<Waiting['code'], Address | null> = {
  feedback_to_acknowledge: { to: '/feedback', search: { answered: 'opened' } },
  feedback_new: { to: '/feedback', search: { answered: 'unopened' } },
  assignments_waiting: { to: '/today' },
  assignments_overdue: { to: '/today' },
  drafts_open: { to: '/evaluations', search: { state: 'draft' } },
  talks_waiting: { to: '/results' },
  requests_open: { to: '/requests' },
  appeals_waiting: { to: '/appeals' },
  improvements_overdue: { to: '/improvements' },
  own_releases_overdue: { to: '/evaluations', search: { overdue: 'true' } },
  releases_overdue: { to: '/results' },
  feedback_unheard: { to: '/results', search: { overdue: 'true' } },
  transcription_failed: { to: '/calls', search: { transcript: 'failed' } },
  preparation_failed: { to: '/calls', search: { transcript: 'failed' } },
  agents_unmatched: { to: '/people', search: { tab: 'agents', unmatched: 'true' } },
  sources_silent: { to: '/sources' },
  // The model is fetched on the command line; the words say how.
  speech_model_missing: null,
};

export function waitingAddress(code: Waiting['code']): Address | null {
  return WAITING[code];
}

export function noticeAddress({ code, subject_id }: Pick<Notice, 'code' | 'subject_id'>): Address {
  switch (code) {
    case 'feedback_released':
    case 'feedback_revised':
      return { to: '/feedback/$evaluationId', params: { evaluationId: subject_id } };
    case 'release_overdue':
      return { to: '/review/$evaluationId', params: { evaluationId: subject_id } };
    case 'release_late':
      return { to: '/results' };
    case 'request_made':
      return { to: '/requests' };
    case 'request_decided':
      return { to: '/my-calls' };
    case 'note_answered':
      return { to: '/feedback/$evaluationId', params: { evaluationId: subject_id } };
    case 'note_replied':
    case 'talk_waits':
    case 'feedback_unheard':
    case 'feedback_acknowledged':
    case 'feedback_no_objection':
      return { to: '/evaluations/$evaluationId', params: { evaluationId: subject_id } };
    case 'appeal_waits':
    case 'appeal_decided':
    case 'appeal_withdrawn':
      return { to: '/appeals/$appealId', params: { appealId: subject_id } };
    case 'appeal_unstaffed':
      return { to: '/people' };
    case 'calls_assigned':
    case 'assignment_withdrawn':
      return { to: '/today' };
    case 'improvement_assigned':
    case 'improvement_replied':
      return { to: '/improvements', search: { ticket: subject_id } };
    case 'case_decided':
      return { to: '/cases', search: { tab: 'mine', case: subject_id } };
    case 'consent_asked':
      return { to: '/home' };
    case 'consent_answered':
      return { to: '/cases/$caseId/edit', params: { caseId: subject_id } };
    case 'learning_assigned':
      return { to: '/cases' };
    case 'case_review_invited':
    case 'decision_assigned':
      return { to: '/case-reviews/$reviewId', params: { reviewId: subject_id } };
    case 'source_silent':
      return { to: '/sources/$sourceId', params: { sourceId: subject_id } };
  }
}
