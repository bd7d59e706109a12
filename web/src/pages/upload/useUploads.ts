// The page's queue, as React sees it.
import { useState, useSyncExternalStore } from 'react';
import { UploadQueue } from './queue';
import type { Upload } from './uploads';

export function useUploads(): { queue: UploadQueue; uploads: readonly Upload[] } {
  const [queue] = useState(() => new UploadQueue());
  return { queue, uploads: useSyncExternalStore(queue.subscribe, queue.all) };
}
