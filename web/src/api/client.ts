// The one way to the server. Pages call the functions of api/<resource>.ts, and those call this.
import createClient, { type Middleware } from 'openapi-fetch';
import { ApiProblem, NOT_UNDERSTOOD, problemFrom, problemOf } from './problem';
import type { paths } from './schema';

/** Values of a query: what is missing or empty is left out, a list is repeated (`a=1&a=2`). */
export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

type SessionEndListener = () => void;
const sessionEndListeners = new Set<SessionEndListener>();

/** Called when an answer says that nobody is signed in any more. Returns how to stop listening. */
export function onSessionEnd(listener: SessionEndListener): () => void {
  sessionEndListeners.add(listener);
  return () => sessionEndListeners.delete(listener);
}

function announceSessionEnd(address: string) {
  const isAboutSignIn = address.endsWith('/api/v1/session') || address.endsWith('/api/v1/me');
  if (!isAboutSignIn) sessionEndListeners.forEach((listener) => listener());
}

/** Throws the problem that an answer holds. */
export async function refuse(response: Response, address = response.url): Promise<never> {
  if (response.status === 401) announceSessionEnd(new URL(address, location.href).pathname);
  const body: unknown = await response.json().catch(() => null);
  throw problemOf(response.status, body);
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) await refuse(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return problemFrom(error);
  },
};

/** The client that is typed by the server's own document. Wrap each use in `answerOf`. */
export const api = createClient<paths>({ querySerializer: (query) => queryString(query as Query) });
api.use(throwProblems);

/** The body of a successful answer. */
export async function answerOf<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  if (data === undefined && response.status !== 204) {
    throw new ApiProblem(NOT_UNDERSTOOD, { status: String(response.status) }, response.status);
  }
  return data as T;
}

/** `a=1&b=2&b=3` */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '') return [];
    return (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]);
  });
  return new URLSearchParams(pairs).toString();
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request to an address that the typed client does not know. `path` begins below `/api/v1`. */
export async function send<T>(
  method: Method,
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const query = queryString(options.query ?? {});
  const isForm = options.body instanceof FormData;
  const response = await fetch(`/api/v1${path}${query && `?${query}`}`, {
    method,
    signal: options.signal ?? null,
    headers: options.body === undefined || isForm ? {} : { 'content-type': 'application/json' },
    body: isForm
      ? (options.body as FormData)
      : options.body === undefined
        ? null
        : JSON.stringify(options.body),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw problemFrom(error);
  });
  if (!response.ok) await refuse(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
