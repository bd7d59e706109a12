/** The last moment before this one. */
export function justBefore(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString();
}
