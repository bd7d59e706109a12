// What was really heard of a call: stretches of its timeline, told apart by speed, and silence that
// was passed over. Pure.
import type { Stretch } from '../api/listening';

/** How much further than the clock allows the sound may be, because both are read at their own time. */
const SLACK_MS = 300;

/** Where the player is at a moment. */
export type Reading = {
  /** A clock that never goes back, in milliseconds. */
  clock_ms: number;
  position_ms: number;
  playing: boolean;
  speed: number;
};

export type Heard = { heard: Stretch[]; sped: Stretch[]; skipped: Stretch[] };

/** Joins what touches; the result is sorted and apart. Whole milliseconds: the server keeps no others. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const sorted = stretches
    .map(([from, to]): Stretch => [Math.max(Math.floor(from), 0), Math.ceil(to)])
    .filter(([from, to]) => from < to)
    .sort(([one], [other]) => one - other);
  const apart: Stretch[] = [];
  for (const [from, to] of sorted) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** What lies in these stretches and not in the others; both are sorted and apart. */
export function without(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return stretches.flatMap(([from, to]) => {
    const left: Stretch[] = [];
    let at = from;
    for (const [start, end] of others) {
      if (end <= at || start >= to) continue;
      if (start > at) left.push([at, start]);
      at = Math.max(at, end);
    }
    if (at < to) left.push([at, to]);
    return left;
  });
}

/** Gathers what is heard, from readings of the player. */
export class HeardSoFar {
  private atOwnSpeed: Stretch[] = [];
  private faster: Stretch[] = [];
  private passed: Stretch[] = [];
  private last: Reading | null = null;

  /** `silences` are those that the player passes over; none where it passes over nothing. */
  read(now: Reading, silences: readonly { start_ms: number; end_ms: number }[] = []): void {
    const before = this.last;
    this.last = now;
    if (before === null || !before.playing) return;
    const gone = now.position_ms - before.position_ms;
    if (gone <= 0) return;
    const most = (now.clock_ms - before.clock_ms) * Math.max(before.speed, now.speed) + SLACK_MS;
    if (gone <= most) {
      this.add(before.speed > 1 ? 'faster' : 'atOwnSpeed', [before.position_ms, now.position_ms]);
      return;
    }
    const silence = silences.find(
      (one) =>
        one.start_ms <= before.position_ms + SLACK_MS && Math.abs(one.end_ms - now.position_ms) < 2_000,
    );
    if (silence) this.add('passed', [before.position_ms, now.position_ms]);
  }

  /** The player shows another call: what follows does not go on from what was. */
  break(): void {
    this.last = null;
  }

  /** How many stretches are gathered. */
  get count(): number {
    return this.atOwnSpeed.length + this.faster.length + this.passed.length;
  }

  /**
   * Gives out what was gathered, at most `most` stretches of each sort, and forgets it; `sped` was heard
   * only faster than it was said.
   */
  take(most: number): Heard {
    const own = joined(this.atOwnSpeed);
    const faster = without(joined(this.faster), own);
    const passed = joined(this.passed);
    this.atOwnSpeed = own.splice(most);
    this.faster = faster.splice(most);
    this.passed = passed.splice(most);
    return { heard: joined([...own, ...faster]), sped: faster, skipped: passed };
  }

  /** Gathers again what could not be told. */
  takeBack({ heard, sped, skipped }: Heard): void {
    this.atOwnSpeed.unshift(...without(heard, sped));
    this.faster.unshift(...sped);
    this.passed.unshift(...skipped);
  }

  private add(kind: 'atOwnSpeed' | 'faster' | 'passed', stretch: Stretch): void {
    const last = this[kind].at(-1);
    // One frame after another goes on where the last one ended.
    if (last && stretch[0] >= last[0] && stretch[0] <= last[1]) last[1] = Math.max(last[1], stretch[1]);
    else this[kind].push([stretch[0], stretch[1]]);
  }
}
