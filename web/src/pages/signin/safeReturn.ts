/** Where to go after signing in: an address of this site, never another's. */
export function safeReturn(back: string | undefined): string {
  if (back === undefined || !back.startsWith('/') || /^\/[/\\]/.test(back)) return '/';
  return back.startsWith('/signin') ? '/' : back;
}
