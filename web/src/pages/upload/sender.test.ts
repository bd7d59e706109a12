// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiProblem, UNREACHABLE } from '../../api/problem';
import type { UploadStanding } from '../../api/types';
import { PIECE, sendFile, type Transport } from './sender';
import type { Progress } from './uploads';

/** A server in memory: what it has of one upload, and what goes wrong next. */
class Server implements Transport {
  received = 0;
  begun = 0;
  isThere = false;
  troubles: ApiProblem[] = [];
  standing: Partial<UploadStanding> = {
    state: 'accepted',
    call_id: 'c',
    recording_id: 'r',
    was_known: false,
  };

  constructor(private readonly file: File) {}

  openUploads = () =>
    Promise.resolve(
      this.isThere ? [{ id: 'u', fingerprint: 'f', length: this.file.size } as UploadStanding] : [],
    );
  beginUpload = () => {
    this.begun += 1;
    this.isThere = true;
    this.received = 0;
    return Promise.resolve('u');
  };
  showUpload = () => Promise.resolve(this.standing as UploadStanding);
  offsetOf = () => Promise.resolve(this.received);
  sendPiece: Transport['sendPiece'] = (_, offset, piece) => {
    const trouble = this.troubles.shift();
    if (trouble) return Promise.reject(trouble);
    expect(offset).toBe(this.received);
    this.received += piece.size;
    return Promise.resolve(this.received);
  };
}

const file = () => new File([new Uint8Array(2 * PIECE + 10)], 'long.wav');

function sending(server: Server, of: File, signal = new AbortController().signal) {
  const told: Progress[] = [];
  const task = {
    file: of,
    fingerprint: 'f',
    metadata: {},
    signal,
    onProgress: (one: Progress) => told.push(one),
  };
  return { told, sent: sendFile(task, server) };
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a file', () => {
  test('goes in pieces', async () => {
    const of = file();
    const server = new Server(of);
    const { sent, told } = sending(server, of);
    expect(await sent).toEqual({ call_id: 'c', recording_id: 'r', wasKnown: false });
    expect([server.received, server.begun]).toEqual([of.size, 1]);
    expect(told.map((one) => 'bytes' in one && one.bytes)).toEqual([0, PIECE, 2 * PIECE]);
  });

  test('goes on where it stands after a reload', async () => {
    const of = file();
    const server = new Server(of);
    [server.isThere, server.received] = [true, PIECE];
    await sending(server, of).sent;
    expect([server.received, server.begun]).toEqual([of.size, 0]);
  });

  test('waits for the network, and asks how far it is before it goes on', async () => {
    const of = file();
    const server = new Server(of);
    server.troubles = [new ApiProblem(UNREACHABLE), new ApiProblem('upload_busy', {}, 409)];
    const { sent, told } = sending(server, of);
    setTimeout(() => (server.received = 1000), 100);
    await sent;
    expect(told.some((one) => one.state === 'retrying' && one.problem.code === UNREACHABLE)).toBe(true);
    expect(server.received).toBe(of.size);
  });

  test('begins again where the server has forgotten it', async () => {
    const of = file();
    const server = new Server(of);
    server.troubles = [new ApiProblem('not_found', {}, 404)];
    await sending(server, of).sent;
    expect(server.begun).toBe(2);
  });

  test('is refused with the reason', async () => {
    const of = new File(['x'], 'x.wav');
    const server = new Server(of);
    server.standing = {
      state: 'refused',
      failure: { code: 'call_deleted', message: '', params: { reason: 'r' } },
    };
    await expect(sending(server, of).sent).rejects.toMatchObject({
      code: 'call_deleted',
      params: { reason: 'r' },
    });
  });

  test('that waits for the object store is waited for', async () => {
    const of = new File(['x'], 'x.wav');
    const server = new Server(of);
    const stored = server.standing;
    server.standing = { state: 'waiting' };
    setTimeout(() => (server.standing = stored), 1000);
    const { sent, told } = sending(server, of);
    expect(await sent).toMatchObject({ call_id: 'c' });
    expect(told.at(-1)).toEqual({ state: 'storing', bytes: 1 });
  });

  test('stops when it is paused', async () => {
    const of = file();
    const stop = new AbortController();
    stop.abort();
    await expect(sending(new Server(of), of, stop.signal).sent).rejects.toThrow();
  });
});
