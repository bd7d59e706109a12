// How points and shelves are told apart: by shape, colour and word.
import type {
  ArchiveCause,
  CaseLevel,
  CasePoint,
  CaseState,
  ConsentState,
  LibraryKind,
} from '../../api/caseShapes';

export const POINT_SHAPES: Record<CasePoint['kind'], string> = { strength: '▲', improve: '▼' };

export const POINT_TONES: Record<CasePoint['kind'], string> = {
  strength: 'tone tone-good',
  improve: 'tone tone-warning',
};

export const KIND_TONES: Record<LibraryKind, string> = {
  good: 'tone tone-good',
  warning: 'tone tone-warning',
  topic: 'tone',
};

export const STATE_TONES: Record<CaseState, string> = {
  proposed: 'tone tone-warning',
  draft: 'tone',
  shelved: 'tone tone-good',
  archived: 'tone',
  declined: 'tone tone-bad',
  withdrawn: 'tone',
};

export const LEVELS: readonly CaseLevel[] = ['newcomer', 'regular', 'senior'];

export const CONSENT_TONES: Record<ConsentState, string> = {
  open: 'tone tone-warning',
  given: 'tone tone-good',
  refused: 'tone tone-bad',
};

/** Off the shelf because a standard answer changed, and not by somebody's hand. */
export function isOutdated(cause: ArchiveCause): boolean {
  return cause !== 'by_hand';
}

/** What went out of date stands out; what somebody put away does not. */
export function causeTone(cause: ArchiveCause): string {
  return isOutdated(cause) ? 'tone tone-warning' : 'tone';
}
