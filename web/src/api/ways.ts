// What the ways of monitoring add to an evaluation: its purpose, a verified sale, a sitting.
import type { Channel } from './contacts';
import type { Farewell, Named } from './types';

/** What an evaluation, or an assignment, is for. */
export type Purpose =
  'quality' | 'verification' | 'beside' | 'live' | 'text' | 'calibration' | 'self' | 'training';
export type SaleOutcome = 'confirmed' | 'corrected' | 'rejected';
/** What verifying a sale found; `detail`: what is right instead, or why it is none. */
export type SaleFinding = { outcome: SaleOutcome; detail: string | null };
/** Sitting beside an agent, or live; until it is tied to a call, positions count from `began_at`. */
export type Sitting = {
  queue: Named | null;
  began_at: string;
  ended_at: string | null;
  tied_at: string | null;
  reminders: { id: string; at: string; text: string }[];
};
/** The chat, letter or e-mail that an evaluation is made of; its customer masked. */
export type EvaluatedContact = {
  id: string;
  channel: Channel;
  began_at: string;
  queue: Named | null;
  customer: string | null;
  turns: number;
  gone: Farewell | null;
};
export type Verification = {
  disposition: string | null;
  queue: Named | null;
  finding: SaleFinding | null;
};
