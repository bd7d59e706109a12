// What is known beforehand of what is said in a source's recordings, as a form holds it.
import type { ChineseScript, QueueSpeech, Speech, SpeechEngine } from '../../api/sources';

/** The languages that the speech model knows, as it calls them. */
export const LANGUAGES = (
  'en zh yue de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la ' +
  'mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg ' +
  'sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su'
).split(' ');

/** What a source and a queue can both say; of names, one stands on each line. */
export type SpokenDraft = { languages: string[]; vocabulary: string };
export type QueueDraft = SpokenDraft & { key: number; queue: string };
export type SpeechDraft = SpokenDraft & {
  chinese: ChineseScript;
  engine: SpeechEngine;
  queues: QueueDraft[];
};

/** The engine that every server has. */
export const USUAL_ENGINE: SpeechEngine = 'whisper_cpp';

let lastKey = 0;

export function newQueue(queue = '', spoken: QueueSpeech = {}): QueueDraft {
  lastKey += 1;
  return { key: lastKey, queue, ...spokenOf(spoken) };
}

function spokenOf({ languages, vocabulary }: QueueSpeech): SpokenDraft {
  return { languages: languages ?? [], vocabulary: (vocabulary ?? []).join('\n') };
}

export function speechDraftOf(speech: Speech | undefined): SpeechDraft {
  return {
    ...spokenOf(speech ?? {}),
    chinese: speech?.chinese ?? 'simplified',
    engine: speech?.engine ?? USUAL_ENGINE,
    queues: Object.entries(speech?.queues ?? {}).map(([queue, spoken]) => newQueue(queue, spoken)),
  };
}

function spokenFrom({ languages, vocabulary }: SpokenDraft): QueueSpeech {
  const names = vocabulary
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    ...(languages.length > 0 && { languages }),
    ...(names.length > 0 && { vocabulary: names }),
  };
}

/** What is sent; nothing where all is as usual. */
export function speechFrom(draft: SpeechDraft): Speech | undefined {
  const queues = draft.queues.filter(({ queue }) => queue.trim() !== '');
  const speech: Speech = {
    ...spokenFrom(draft),
    ...(draft.chinese !== 'simplified' && { chinese: draft.chinese }),
    ...(draft.engine !== USUAL_ENGINE && { engine: draft.engine }),
    ...(queues.length > 0 && {
      queues: Object.fromEntries(queues.map((queue) => [queue.queue.trim(), spokenFrom(queue)])),
    }),
  };
  return Object.keys(speech).length > 0 ? speech : undefined;
}
