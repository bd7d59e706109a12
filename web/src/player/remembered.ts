// How somebody likes to listen, kept in this browser.
import { nearestSpeed } from './passage';

export interface Habits {
  speed: number;
  skipsSilence: boolean;
  volumes: Record<string, number>;
}

const KEY = 'earmark.player';
const USUAL: Habits = { speed: 1, skipsSilence: false, volumes: {} };

export function rememberedHabits(): Habits {
  try {
    return habitsOf(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return USUAL;
  }
}

export function rememberHabits(habits: Habits): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(habits));
  } catch {
    return; // A browser may forbid storage; then the player begins as it comes.
  }
}

/** Whatever was stored, as habits that hold. */
export function habitsOf(stored: unknown): Habits {
  if (typeof stored !== 'object' || stored === null) return USUAL;
  const { speed, skipsSilence, volumes } = stored as Partial<Record<keyof Habits, unknown>>;
  return {
    speed: nearestSpeed(typeof speed === 'number' ? speed : 1),
    skipsSilence: skipsSilence === true,
    volumes: volumesOf(volumes),
  };
}

function volumesOf(stored: unknown): Record<string, number> {
  if (typeof stored !== 'object' || stored === null) return {};
  const loud = Object.entries(stored).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= 1,
  );
  return Object.fromEntries(loud);
}
