// Sends the files that wait, one after the other: a slow line carries one recording better than ten.
import { useReducer, useRef, useState } from 'react';
import { problemFrom } from '../../api/problem';
import { sendRecording } from '../../api/uploads';
import { changed, isOpen, metadataOf, type Upload } from './uploads';

export function useUploads() {
  const [uploads, change] = useReducer(changed, []);
  const [isSending, setIsSending] = useState(false);
  const giveUp = useRef<AbortController | null>(null);

  async function sendOne({ key, file, facts }: Upload, signal: AbortSignal) {
    change({ do: 'progress', key, progress: { state: 'sending', share: 0 } });
    try {
      const sent = await sendRecording(file, metadataOf(facts), {
        signal,
        onProgress: (share) => {
          change({ do: 'progress', key, progress: { state: 'sending', share } });
        },
      });
      change({ do: 'progress', key, progress: { state: 'sent', sent } });
    } catch (error) {
      if (signal.aborted) change({ do: 'progress', key, progress: { state: 'waiting' } });
      else change({ do: 'progress', key, progress: { state: 'refused', problem: problemFrom(error) } });
    }
  }

  async function sendAll() {
    const stop = new AbortController();
    giveUp.current = stop;
    setIsSending(true);
    for (const upload of uploads.filter(isOpen)) {
      if (stop.signal.aborted) break;
      await sendOne(upload, stop.signal);
    }
    setIsSending(false);
  }

  return {
    uploads,
    change,
    isSending,
    send: () => void sendAll(),
    stop: () => {
      giveUp.current?.abort();
    },
  };
}
