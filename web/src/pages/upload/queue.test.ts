import { describe, expect, test, vi } from 'vitest';
import { ApiProblem } from '../../api/problem';
import type { DroppedFile } from './dropped';
import { AT_ONCE, UploadQueue } from './queue';
import type { Task } from './sender';
import { NO_FACTS, type Sent } from './uploads';

const dropped = (path: string, content = 'x'): DroppedFile => ({
  file: new File([content], path.split('/').at(-1) ?? path, { lastModified: 1 }),
  path,
});

const SENT: Sent = { call_id: 'c', recording_id: 'r', wasKnown: false };

/** A queue whose files are sent when the test says so. */
function queueOf(...paths: string[]) {
  const tasks: { task: Task; done: (sent: Sent) => void; fail: (error: unknown) => void }[] = [];
  const queue = new UploadQueue(
    (task) =>
      new Promise((done, fail) => {
        tasks.push({ task, done, fail });
        task.signal.addEventListener('abort', () => {
          fail(new DOMException('given up', 'AbortError'));
        });
      }),
  );
  void queue.add(
    paths.map((path) => dropped(path)),
    [],
    NO_FACTS,
  );
  return { queue, tasks, states: () => queue.all().map((upload) => upload.progress.state) };
}

describe('the queue', () => {
  test('sends two at once, and the next when one is done', async () => {
    const { queue, tasks, states } = queueOf('a.wav', 'b.wav', 'c.wav');
    queue.start();
    expect(tasks).toHaveLength(AT_ONCE);
    expect(states()).toEqual(['sending', 'sending', 'queued']);
    tasks[0]?.done(SENT);
    await vi.waitFor(() => {
      expect(tasks).toHaveLength(3);
    });
    expect(states()).toEqual(['sent', 'sending', 'sending']);
  });

  test('pauses where it is and goes on from there', async () => {
    const { queue, tasks, states } = queueOf('a.wav', 'b.wav', 'c.wav');
    queue.start();
    tasks[0]?.task.onProgress({ state: 'sending', bytes: 1 });
    queue.pause();
    await vi.waitFor(() => {
      expect(states()).toEqual(['paused', 'paused', 'paused']);
    });
    expect(queue.all()[0]?.progress).toEqual({ state: 'paused', bytes: 1 });
    queue.start();
    expect(states()).toEqual(['sending', 'sending', 'queued']);
  });

  test('keeps what is refused with its reason, and tries it again when told to', async () => {
    const { queue, tasks, states } = queueOf('a.wav');
    queue.start();
    tasks[0]?.fail(new ApiProblem('audio_not_recognised', {}, 415));
    await vi.waitFor(() => {
      expect(states()).toEqual(['refused']);
    });
    queue.startOne(queue.all()[0]?.key ?? '');
    expect(states()).toEqual(['sending']);
  });

  test('stops sending what is removed', () => {
    const { queue, tasks } = queueOf('a.wav');
    queue.start();
    queue.change({ do: 'remove', key: queue.all()[0]?.key ?? '' });
    expect(tasks[0]?.task.signal.aborted).toBe(true);
  });
});

describe('what lies beside a recording', () => {
  test('is sent along, whichever is dropped first', async () => {
    const queue = new UploadQueue(() => Promise.resolve(SENT));
    await queue.add([dropped('in/a.wav'), dropped('in/b.wav')], [], NO_FACTS);
    await queue.add([], [dropped('in/A.json', '{"ticket": "T-1"}'), dropped('other/b.json', '{}')], NO_FACTS);
    const [first, second] = queue.all();
    expect(first?.sidecar).toEqual({ name: 'in/A.json', metadata: { ticket: 'T-1' } });
    expect(second?.sidecar).toBeUndefined();
    expect(queue.unpaired()).toBe(1);
    await queue.add([dropped('other/b.wav')], [], NO_FACTS);
    expect(queue.unpaired()).toBe(0);
  });

  test('must be a JSON object', async () => {
    const queue = new UploadQueue(() => Promise.resolve(SENT));
    await queue.add([dropped('a.wav')], [dropped('a.json', '[1]')], NO_FACTS);
    expect(queue.all()[0]?.progress).toMatchObject({
      state: 'refused',
      problem: { code: 'sidecar_not_json' },
    });
  });
});
