// What part of the call is in view, and where in it a moment is drawn.

export interface View {
  from_ms: number;
  to_ms: number;
}

/** Where a moment is drawn, as a share of the width; outside 0 to 1 it is out of view. */
export function shareOf(view: View, ms: number): number {
  const width = view.to_ms - view.from_ms;
  return width <= 0 ? 0 : (ms - view.from_ms) / width;
}

export function momentAt(view: View, share: number): number {
  return view.from_ms + Math.min(Math.max(share, 0), 1) * (view.to_ms - view.from_ms);
}

/** Left edge and width in per cent of what of a span is in view; null when nothing is. */
export function extentOf(
  view: View,
  start_ms: number,
  end_ms: number,
): { left: number; width: number } | null {
  const from = Math.max(shareOf(view, start_ms), 0);
  const to = Math.min(shareOf(view, end_ms), 1);
  return from >= 1 || to <= 0 || to < from ? null : { left: from * 100, width: (to - from) * 100 };
}

/**
 * Where pins are drawn, in pixels from the left: as near to their moments as they can be without
 * covering each other. Moments in the order of time; what is out of view is null.
 */
export function pinPlaces(
  view: View,
  moments: readonly number[],
  width_px: number,
  px_apart: number,
): (number | null)[] {
  let least = Number.NEGATIVE_INFINITY;
  return moments.map((moment) => {
    const share = shareOf(view, moment);
    if (share < 0 || share > 1) return null;
    const place = Math.max(share * width_px, least);
    least = place + px_apart;
    return place;
  });
}

const TICK_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);

/** The moments that the axis names, at least `px_apart` apart. */
export function ticksOf(view: View, width_px: number, px_apart = 72): number[] {
  const span = view.to_ms - view.from_ms;
  if (span <= 0 || width_px <= 0) return [];
  const least = (span / width_px) * px_apart;
  const step = TICK_STEPS_MS.find((candidate) => candidate >= least) ?? 3_600_000;
  const first = Math.ceil(view.from_ms / step) * step;
  const count = Math.max(Math.floor((view.to_ms - first) / step) + 1, 0);
  return Array.from({ length: count }, (_, place) => first + place * step);
}
