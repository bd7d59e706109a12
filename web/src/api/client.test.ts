// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { onSessionEnd, queryString, send } from './client';
import { ApiProblem, NOT_UNDERSTOOD, UNREACHABLE } from './problem';

function answerWith(status: number, body: unknown, url = 'http://localhost/api/v1/calls') {
  const response = new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  Object.defineProperty(response, 'url', { value: url });
  vi.stubGlobal('fetch', vi.fn().mockResolvedValue(response));
}

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const error: unknown = await call.then(
    () => null,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(ApiProblem);
  return error as ApiProblem;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a query repeats lists and leaves out what is empty', () => {
  expect(queryString({ a: ['1', '2'], b: '', c: null, d: false, e: undefined, f: 3 })).toBe(
    'a=1&a=2&d=false&f=3',
  );
});

describe('a refusal', () => {
  test('is its code and the values for its words', async () => {
    answerWith(429, { code: 'too_many_attempts', message: 'wait', params: { minutes: '5' } });
    const problem = await problemOf(send('GET', '/calls'));
    expect(problem).toMatchObject({ code: 'too_many_attempts', params: { minutes: '5' }, status: 429 });
    expect(problem.isPassing).toBe(true);
  });

  test('that is a proxy’s page says so', async () => {
    answerWith(502, '<html>Bad gateway</html>');
    expect(await problemOf(send('GET', '/calls'))).toMatchObject({ code: NOT_UNDERSTOOD, status: 502 });
  });

  test('by the network is told from one by the server', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    expect((await problemOf(send('GET', '/calls'))).code).toBe(UNREACHABLE);
  });
});

describe('an ended session', () => {
  test('is announced wherever it is met', async () => {
    const heard = vi.fn();
    const stop = onSessionEnd(heard);
    answerWith(401, { code: 'not_signed_in' });
    await problemOf(send('GET', '/calls'));
    expect(heard).toHaveBeenCalledOnce();
    stop();
  });

  test('is no news to whoever asks who is signed in', async () => {
    const heard = vi.fn();
    const stop = onSessionEnd(heard);
    answerWith(401, { code: 'not_signed_in' }, 'http://localhost/api/v1/me');
    await problemOf(send('GET', '/me'));
    expect(heard).not.toHaveBeenCalled();
    stop();
  });
});
