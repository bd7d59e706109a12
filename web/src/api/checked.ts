// What stands beside an evaluation's score: how much was heard, and whether the disposition is right.

/** What an evaluator says of the call's disposition; `corrected`: what would be right. */
export type DispositionCheck = { right: boolean; corrected: string | null };
/** How much of the call an evaluator had heard at the release. */
export type Coverage = {
  percent: number | null;
  duration_ms: number;
  heard_ms: number;
  sped_ms: number;
  skipped_ms: number;
  unheard: { question: string; start_ms: number; end_ms: number }[];
};
