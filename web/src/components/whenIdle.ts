/** Safari does not say when it is idle: there it is this long after the page was drawn, in ms. */
const DRAWN_MS = 500;

/** Does this once the browser has nothing better to do; what is returned takes it back. */
export function whenIdle(act: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, DRAWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }
  const handle = window.requestIdleCallback(act, { timeout: 2_000 });
  return () => {
    window.cancelIdleCallback(handle);
  };
}
