// Sizes and shares as people read them.

const STEP = 1024;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in the largest unit that leaves a number of at least one. */
export function formatBytes(bytes: number, language: string): string {
  let place = 0;
  let amount = bytes;
  while (amount >= STEP && place < UNITS.length - 1) {
    amount /= STEP;
    place += 1;
  }
  const maximumFractionDigits = place === 0 || amount >= 10 ? 0 : 1;
  const unit = UNITS[place] ?? 'byte';
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits }).format(amount);
}

/** How much of the whole a part is; a whole that is not known has no parts. */
export function formatShare(part: number, whole: number, language: string): string {
  const share = whole > 0 ? Math.min(part / whole, 1) : 0;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whole days since an instant. */
export function daysSince(instant: string, now_ms: number): number {
  return Math.max(Math.floor((now_ms - Date.parse(instant)) / DAY_MS), 0);
}
