// Files on their way in: what is known of each, and how far it is. Pure; `queue` sends.
import type { ApiProblem } from '../../api/problem';
import type { CallMetadata } from '../../api/types';
import type { DroppedFile } from './dropped';

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

/** What a file became. */
export type Sent = { call_id: string; recording_id: string; wasKnown: boolean };

/** How far a file is; `bytes` of it are on the server. */
export type Progress =
  | { state: 'waiting' }
  | { state: 'queued'; bytes: number }
  | { state: 'sending'; bytes: number }
  | { state: 'retrying'; bytes: number; problem: ApiProblem }
  | { state: 'storing'; bytes: number }
  | { state: 'paused'; bytes: number }
  | { state: 'sent'; sent: Sent }
  | { state: 'refused'; problem: ApiProblem };

/** What a file beside the recording says of the call. */
export type Sidecar = { name: string; metadata: CallMetadata };

export type Upload = {
  key: string;
  file: File;
  path: string;
  facts: Facts;
  sidecar?: Sidecar;
  progress: Progress;
};

export type Change =
  | { do: 'add'; files: readonly DroppedFile[]; facts: Facts }
  | { do: 'pair'; key: string; sidecar: Sidecar }
  | { do: 'describe'; key: string; facts: Partial<Facts> }
  | { do: 'describe_all'; facts: Partial<Facts> }
  | { do: 'progress'; key: string; progress: Progress }
  | { do: 'remove'; key: string }
  | { do: 'remove_sent' };

/** The same file dropped twice is one upload, and after a reload the same one again. */
export function keyOf({ file, path }: DroppedFile): string {
  return `${path}/${String(file.size)}/${String(file.lastModified)}`;
}

/** Whether what is known of a file may still change. */
export function isOpen({ progress }: Upload): boolean {
  return progress.state === 'waiting' || progress.state === 'refused';
}

/** Whether a file is being sent or stored right now. */
export function isOnItsWay({ progress }: Upload): boolean {
  return progress.state === 'sending' || progress.state === 'retrying' || progress.state === 'storing';
}

/** Whether leaving the page would break off something. */
export function isUnfinished(upload: Upload): boolean {
  return isOnItsWay(upload) || upload.progress.state === 'queued';
}

/** How many bytes of a file are on the server, as far as is known here. */
export function bytesOf({ progress, file }: Upload): number {
  if (progress.state === 'sent') return file.size;
  return 'bytes' in progress ? progress.bytes : 0;
}

export type Total = { files: number; sent: number; refused: number; share: number };

/** How far all of them are together. */
export function totalOf(uploads: readonly Upload[]): Total {
  const ofState = (state: Progress['state']) =>
    uploads.filter((upload) => upload.progress.state === state).length;
  const going = uploads.filter((upload) => upload.progress.state !== 'refused');
  const bytes = going.reduce((sum, upload) => sum + upload.file.size, 0);
  const there = going.reduce((sum, upload) => sum + bytesOf(upload), 0);
  return {
    files: uploads.length,
    sent: ofState('sent'),
    refused: ofState('refused'),
    share: bytes === 0 ? 0 : there / bytes,
  };
}

export function changed(uploads: readonly Upload[], change: Change): readonly Upload[] {
  switch (change.do) {
    case 'add': {
      const known = new Set(uploads.map((upload) => upload.key));
      const added = change.files
        .filter((dropped) => !known.has(keyOf(dropped)))
        .map((dropped): Upload => ({
          key: keyOf(dropped),
          ...dropped,
          facts: change.facts,
          progress: { state: 'waiting' },
        }));
      return [...uploads, ...added];
    }
    case 'pair':
      return withKey(uploads, change.key, (upload) => ({ ...upload, sidecar: change.sidecar }));
    case 'describe':
      return withKey(uploads, change.key, (upload) => ({
        ...upload,
        facts: { ...upload.facts, ...change.facts },
      }));
    case 'describe_all':
      return uploads.map((upload) =>
        isOpen(upload) ? { ...upload, facts: { ...upload.facts, ...change.facts } } : upload,
      );
    case 'progress':
      return withKey(uploads, change.key, (upload) => ({ ...upload, progress: change.progress }));
    case 'remove':
      return uploads.filter((upload) => upload.key !== change.key);
    case 'remove_sent':
      return uploads.filter((upload) => upload.progress.state !== 'sent');
  }
}

function withKey(uploads: readonly Upload[], key: string, change: (upload: Upload) => Upload) {
  return uploads.map((upload) => (upload.key === key ? change(upload) : upload));
}

const ROLES: Record<Channels, Record<string, string> | undefined> = {
  unknown: undefined,
  agent_first: { '0': 'agent', '1': 'customer' },
  customer_first: { '0': 'customer', '1': 'agent' },
  mixed: { '0': 'mixed' },
};

/** What is sent along with a file: only what was filled in; what its sidecar says counts for more. */
export function metadataOf({ facts, sidecar }: Pick<Upload, 'facts' | 'sidecar'>): CallMetadata {
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
  const filledIn = Object.entries(known).filter(([, value]) => value !== undefined && value !== '');
  return { ...Object.fromEntries(filledIn), ...sidecar?.metadata };
}
