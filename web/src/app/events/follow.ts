// A tab's end of the one stream of its browser.
import type { Said, Told } from './relay';

/** How often a tab says that it is there, and is answered. */
const HELLO_MS = 30_000;
/** After so many without an answer the worker is dead (its process was ended), and another is made. */
const UNANSWERED_MOST = 2;

/** Calls `onTold` with what happens to this person, until the returned function is called. Where the
 * browser has no shared workers nothing is told, and pages ask for themselves now and then. */
export function follow(person: string, onTold: (told: Told) => void): () => void {
  if (typeof SharedWorker === 'undefined') return () => undefined;
  let unanswered = 0;
  let worker = connect();
  const say = (said: Said) => {
    worker.port.postMessage(said);
  };

  function connect() {
    const made = new SharedWorker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'earmark events',
    });
    made.port.addEventListener('message', (message) => {
      unanswered = 0;
      onTold(message.data as Told);
    });
    made.port.start();
    return made;
  }

  const hello = () => {
    if (unanswered >= UNANSWERED_MOST) {
      onTold({ type: 'lost' });
      worker = connect();
      unanswered = 0;
    }
    unanswered += 1;
    say({ type: 'hello', person });
  };
  const bye = () => {
    say({ type: 'bye' });
  };
  // A page that the browser keeps for "back" hears nothing meanwhile.
  const onShow = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    worker = connect();
    hello();
    onTold({ type: 'open', missed: true });
  };
  hello();
  const timer = setInterval(hello, HELLO_MS);
  window.addEventListener('pagehide', bye);
  window.addEventListener('pageshow', onShow);
  return () => {
    clearInterval(timer);
    window.removeEventListener('pagehide', bye);
    window.removeEventListener('pageshow', onShow);
    bye();
    worker.port.close();
  };
}
