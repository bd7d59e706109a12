// What a score sheet shows and what may be done in it.
import type { Answer, Answers, Attribution, Card, EvidenceForm, PlacedEvidence, Preview } from './types';

/** What an inspector does in the sheet; a sheet without it is only read. */
export interface SheetActions {
  choose: (question: string, option: string) => void;
  takeBack: (question: string, option: string) => void;
  notApplicable: (question: string) => void;
  comment: (question: string, text: string) => void;
  leaveText: () => void;
  toggleCause: (question: string, cause: string) => void;
  /** "Not said" is within the marked range, where one is. */
  addEvidence: (question: string, form: EvidenceForm) => void;
  attribute: (question: string, attribution: Attribution) => void;
  removeEvidence: (question: string, place: number) => void;
}

export interface SheetContent {
  card: Card;
  answers: Answers;
  preview: Pick<Preview, 'lost' | 'score'> | null;
}

/** Hears a piece of evidence, or goes to it in a text. */
export type PlayEvidence = (evidence: PlacedEvidence) => void;

/** The field in which an answer is commented, so that a key can lead there. */
export function commentFieldId(question: string): string {
  return `comment-${question}`;
}

/** `−2.5`; nothing where nothing was lost. */
export function lostText(points: number): string {
  return points === 0 ? '' : `−${numberText(Math.abs(points))}`;
}

/** Two decimals at most, without zeros that say nothing. */
export function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function lostAt(preview: SheetContent['preview'], question: string): number {
  return preview?.lost.find((entry) => entry.question === question)?.points ?? 0;
}

/** How often an option was chosen. */
export function timesChosen(answer: Answer | undefined, option: string): number {
  return answer?.options.filter((chosen) => chosen === option).length ?? 0;
}
