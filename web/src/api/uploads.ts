// Recordings sent from the browser, in pieces that survive a lost connection: tus 1.0, as the server
// speaks it (https://tus.io/protocols/resumable-upload). A piece goes by XMLHttpRequest, because
// fetch does not say how far a body is.
import { api, answerOf, refuse } from './client';
import { ApiProblem, NOT_UNDERSTOOD, UNREACHABLE } from './problem';
import type { CallMetadata, UploadStanding } from './types';

const UPLOADS = '/api/v1/uploads';
const VERSION = { 'tus-resumable': '1.0.0' };

export type NewUpload = { file: File; fingerprint: string; metadata: CallMetadata };

/** Begins an upload and returns its id. */
export async function beginUpload({ file, fingerprint, metadata }: NewUpload): Promise<string> {
  const response = await fetch(UPLOADS, {
    method: 'POST',
    headers: {
      ...VERSION,
      'content-type': 'application/json',
      'upload-length': String(file.size),
      'upload-metadata': `filename ${inBase64(file.name)},fingerprint ${inBase64(fingerprint)}`,
    },
    // As the body: a note may be longer than proxies let a header be.
    body: JSON.stringify(metadata),
  });
  if (!response.ok) return refuse(response);
  const id = response.headers.get('location')?.split('/').at(-1);
  if (!id) throw new ApiProblem(NOT_UNDERSTOOD, { status: String(response.status) }, response.status);
  return id;
}

/** Where an upload stands, and what became of it. */
export function showUpload(id: string): Promise<UploadStanding> {
  return answerOf(
    api.GET('/api/v1/uploads/{upload_id}', { params: { path: { upload_id: id } } }),
  ) as Promise<UploadStanding>;
}

/** How many bytes are safe on the server, once it no longer waits for a connection that was lost. */
export async function offsetOf(id: string): Promise<number> {
  const response = await fetch(`${UPLOADS}/${id}`, { method: 'HEAD', headers: VERSION });
  if (!response.ok) {
    // What it is, is in the body, and the answer to HEAD has none.
    await showUpload(id);
    throw new ApiProblem(NOT_UNDERSTOOD, { status: String(response.status) }, response.status);
  }
  return Number(response.headers.get('upload-offset'));
}

/** The uploads of this person that have not come to an end. */
export async function openUploads(): Promise<UploadStanding[]> {
  const { items } = await answerOf(api.GET('/api/v1/uploads'));
  return items as UploadStanding[];
}

/** Gives an upload up; one that is gone already is fine. */
export async function giveUpUpload(id: string): Promise<void> {
  const response = await fetch(`${UPLOADS}/${id}`, { method: 'DELETE', headers: VERSION });
  if (!response.ok && response.status !== 404) await refuse(response);
}

type Options = { onProgress: (bytes: number) => void; signal: AbortSignal };

/** Sends the next piece of a file; returns how many bytes are safe then. */
export function sendPiece(id: string, offset: number, piece: Blob, options: Options): Promise<number> {
  const address = `${UPLOADS}/${id}`;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', address);
    request.setRequestHeader('tus-resumable', VERSION['tus-resumable']);
    request.setRequestHeader('upload-offset', String(offset));
    request.setRequestHeader('content-type', 'application/offset+octet-stream');
    request.upload.onprogress = ({ loaded }) => {
      options.onProgress(offset + loaded);
    };
    request.onload = () => {
      if (request.status === 204) resolve(Number(request.getResponseHeader('upload-offset')));
      else refuse(new Response(request.responseText, { status: request.status }), address).catch(reject);
    };
    request.onerror = () => {
      reject(new ApiProblem(UNREACHABLE));
    };
    const giveUp = () => {
      request.abort();
      reject(new DOMException('given up', 'AbortError'));
    };
    if (options.signal.aborted) {
      giveUp();
      return;
    }
    options.signal.addEventListener('abort', giveUp, { once: true });
    request.onloadend = () => {
      options.signal.removeEventListener('abort', giveUp);
    };
    request.send(piece);
  });
}

/** Of the text's UTF-8, as tus wants metadata. */
export function inBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
