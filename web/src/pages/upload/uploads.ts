// Files on their way in: what is known of each, and how far it is. Pure; the page sends.
import type { ApiProblem } from '../../api/problem';
import type { CallMetadata } from '../../api/types';
import type { Sent } from '../../api/uploads';

/** Who is heard where. */
export const CHANNELS = ['unknown', 'agent_first', 'customer_first', 'mixed'] as const;
export type Channels = (typeof CHANNELS)[number];

/** What is filled in for a file, as typed. */
export type Facts = {
  source: string;
  agent_id: string;
  agent_name: string;
  direction: '' | 'inbound' | 'outbound';
  project: string;
  queue: string;
  channels: Channels;
};

export const NO_FACTS: Facts = {
  source: '',
  agent_id: '',
  agent_name: '',
  direction: '',
  project: '',
  queue: '',
  channels: 'unknown',
};

export type Progress =
  | { state: 'waiting' }
  | { state: 'sending'; share: number }
  | { state: 'sent'; sent: Sent }
  | { state: 'refused'; problem: ApiProblem };

export type Upload = { key: string; file: File; facts: Facts; progress: Progress };

export type Change =
  | { do: 'add'; files: readonly File[]; facts: Facts }
  | { do: 'describe'; key: string; facts: Partial<Facts> }
  | { do: 'describe_all'; facts: Partial<Facts> }
  | { do: 'progress'; key: string; progress: Progress }
  | { do: 'remove'; key: string }
  | { do: 'remove_sent' };

/** The same file dropped twice is one upload. */
function keyOf(file: File): string {
  return `${file.name}/${file.size}/${file.lastModified}`;
}

/** Whether what is known of a file may still change. */
export function isOpen({ progress }: Upload): boolean {
  return progress.state === 'waiting' || progress.state === 'refused';
}

export function changed(uploads: readonly Upload[], change: Change): readonly Upload[] {
  switch (change.do) {
    case 'add': {
      const known = new Set(uploads.map((upload) => upload.key));
      const added = change.files
        .filter((file) => !known.has(keyOf(file)))
        .map((file): Upload => ({
          key: keyOf(file),
          file,
          facts: change.facts,
          progress: { state: 'waiting' },
        }));
      return [...uploads, ...added];
    }
    case 'describe':
      return uploads.map((upload) =>
        upload.key === change.key ? { ...upload, facts: { ...upload.facts, ...change.facts } } : upload,
      );
    case 'describe_all':
      return uploads.map((upload) =>
        isOpen(upload) ? { ...upload, facts: { ...upload.facts, ...change.facts } } : upload,
      );
    case 'progress':
      return uploads.map((upload) =>
        upload.key === change.key ? { ...upload, progress: change.progress } : upload,
      );
    case 'remove':
      return uploads.filter((upload) => upload.key !== change.key);
    case 'remove_sent':
      return uploads.filter((upload) => upload.progress.state !== 'sent');
  }
}

const ROLES: Record<Channels, Record<string, string> | undefined> = {
  unknown: undefined,
  agent_first: { '0': 'agent', '1': 'customer' },
  customer_first: { '0': 'customer', '1': 'agent' },
  mixed: { '0': 'mixed' },
};

/** What is sent along with a file: only what was filled in. */
export function metadataOf(facts: Facts): CallMetadata {
  const written = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const agentId = written(facts.agent_id);
  const known: CallMetadata = {
    source: written(facts.source),
    agents: agentId && [{ external_id: agentId, name: written(facts.agent_name) }],
    direction: written(facts.direction),
    project: written(facts.project),
    queue: written(facts.queue),
    channels: ROLES[facts.channels],
  } as CallMetadata;
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== ''));
}

/** The audio files among what was dropped; a folder or a picture is none. */
export function audioAmong(files: Iterable<File>): File[] {
  return [...files].filter(
    ({ name, type }) =>
      type.startsWith('audio/') || /\.(wav|mp3|flac|ogg|opus|m4a|aac|amr|gsm|au|vox|v3|wma)$/i.test(name),
  );
}
