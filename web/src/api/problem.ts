// What the server answers instead of success, and what we make of a server that does not answer.

/** A place in what was sent that is wrong: a path such as `naming` or `metadata.queue`. */
export type DocumentProblem = { path: string; line: number; code: string; message: string };

/** An answer that is not success. The interface words it by `code` and `params`. */
export class ApiProblem extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string> = {},
    readonly status = 0,
    message = code,
    readonly problems: readonly DocumentProblem[] = [],
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The server cannot be reached at all. */
export const UNREACHABLE = 'unreachable';

/** An answer without a body of ours: a proxy's page, for instance. */
export const NOT_UNDERSTOOD = 'answer_not_understood';

function isErrorBody(body: unknown): body is {
  code: string;
  message?: string;
  params?: Record<string, string>;
  problems?: DocumentProblem[];
} {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}

export function problemOf(status: number, body: unknown): ApiProblem {
  if (!isErrorBody(body)) return new ApiProblem(NOT_UNDERSTOOD, { status: String(status) }, status);
  return new ApiProblem(body.code, body.params ?? {}, status, body.message, body.problems);
}

export function problemFrom(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(UNREACHABLE, {}, 0, String(error));
}
