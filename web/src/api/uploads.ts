// Recordings sent from the browser. By XMLHttpRequest: fetch does not say how far an upload is.
import { refuse } from './client';
import { ApiProblem, UNREACHABLE } from './problem';
import type { Accepted, CallMetadata } from './types';

export type Sent = Accepted & { wasKnown: boolean };

type Options = { onProgress: (share: number) => void; signal: AbortSignal };

/** Sends one recording with what is known of its call. `onProgress` gets 0 to 1. */
export function sendRecording(file: File, metadata: CallMetadata, options: Options): Promise<Sent> {
  const form = new FormData();
  // First what is known: the server decides by it before it takes the sound.
  form.append('metadata', new Blob([JSON.stringify(metadata)], { type: 'application/json' }));
  form.append('audio', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/calls');
    request.upload.onprogress = ({ loaded, total }) => {
      options.onProgress(total === 0 ? 0 : loaded / total);
    };
    request.onload = () => {
      readAnswer(request).then(resolve, reject);
    };
    request.onerror = () => {
      reject(new ApiProblem(UNREACHABLE));
    };
    options.signal.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('given up', 'AbortError'));
    });
    request.send(form);
  });
}

async function readAnswer(request: XMLHttpRequest): Promise<Sent> {
  if (request.status !== 200 && request.status !== 201) {
    return refuse(new Response(request.responseText, { status: request.status }), '/api/v1/calls');
  }
  const accepted = JSON.parse(request.responseText) as Accepted;
  return { ...accepted, wasKnown: request.status === 200 };
}
