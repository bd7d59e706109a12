// The parts of a scorecard and of what was answered, by the names this folder uses.
import type { Answer, CardDefinition, CardQuestion, Evidence, Open } from '../api/types';

export type { Answer, CardQuestion, Evidence, Open, Preview, Score, Words } from '../api/types';
export type Card = CardDefinition;
export type CardSection = CardDefinition['sections'][number];
export type CardOption = CardQuestion['options'][number];
export type Requirement = CardOption['require'][number];
export type EvidenceKind = Evidence['kind'];
export type RangeEvidence = Extract<Evidence, { kind: 'range' }>;
export type OpenCode = Open['code'];

/** Answers by the key of their question; what is not there is not answered. */
export type Answers = Record<string, Answer>;
