// The query of a page's address, written as the server reads it: `?project=a&project=b`. So a page's
// query, the request it sends and a saved filter are the same text.

/** Every value is text; one that stands several times is a list. */
export type Search = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = search[name];
    search[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null && one !== '')
      .map((one) => [name, String(one)]),
  );
  const text = new URLSearchParams(pairs).toString();
  return text && `?${text}`;
}

/** A value as a list, however often it stands. */
export function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The first of a value. */
export function oneOf(value: string | string[] | undefined): string | undefined {
  return listOf(value)[0];
}

/** These of the address, the first value of each, as a request asks for them. */
export function askedOf(search: Search, names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, oneOf(search[name])]));
}

/** Whether any of these stands in the address. */
export function hasAny(search: Search, names: readonly string[]): boolean {
  return names.some((name) => oneOf(search[name]) !== undefined);
}

/** The address with one thing changed: its list begins anew. */
export function anew(search: Search, part: Search): Search {
  return { ...search, cursor: undefined, ...part };
}
