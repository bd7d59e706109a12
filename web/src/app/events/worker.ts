// The shared worker of all tabs: it holds the one stream (relay.ts).
import { Relay, type Said, type Tab } from './relay';

const relay = new Relay({
  open: (address) => new EventSource(address),
  isSignedIn: async () => {
    try {
      return (await fetch('/api/v1/me')).status !== 401;
    } catch {
      return true; // Not to be reached is not signed out.
    }
  },
  later: (act, ms) => {
    setTimeout(act, ms);
  },
});

interface Connected extends Event {
  ports: MessagePort[];
}

self.addEventListener('connect', (event) => {
  const port = (event as Connected).ports[0];
  if (!port) return;
  const tab: Tab = {
    postMessage: (told) => {
      port.postMessage(told);
    },
  };
  port.addEventListener('message', (message) => {
    relay.hear(tab, message.data as Said);
  });
  port.start();
});
