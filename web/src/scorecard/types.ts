// The parts of a scorecard and of what was answered, by the names this folder uses.
import type { Answer, CardDefinition, CardQuestion, Evidence, Open } from '../api/types';

export type { Answer, Attribution, CardQuestion, Evidence, Open, Preview, Score, Words } from '../api/types';
export type Card = CardDefinition;
export type CardSection = CardDefinition['sections'][number];
export type CardOption = CardQuestion['options'][number];
export type Requirement = CardOption['require'][number];
/** The kinds that a question accepts. */
export type EvidenceKind = CardQuestion['evidence'][number];
/** What may be added at a press: a kind, or one record by itself. */
export type EvidenceForm = Exclude<Evidence['kind'], 'not_said_within' | 'turns'>;
export type RangeEvidence = Extract<Evidence, { kind: 'range' }>;
/** Evidence that names a place which can be gone to. */
export type PlacedEvidence = Extract<Evidence, { kind: 'range' | 'turns' }>;
export type OpenCode = Open['code'];

/** Answers by the key of their question; what is not there is not answered. */
export type Answers = Record<string, Answer>;
