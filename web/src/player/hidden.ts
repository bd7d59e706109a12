// What is hidden in a text: the server puts a mark such as ⟦card⟧ in its place, in every language alike.

export const HIDDEN_KINDS = [
  'card',
  'long_number',
  'security_code',
  'identity_number',
  'mobile_number',
  'email',
  // Who is heard in a case whose names are hidden.
  'name',
] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/** A piece of a text: words, or something hidden. */
export type TextPiece = { text: string } | { hidden: HiddenKind };

const MARK = /⟦([a-z_]+)⟧/;

/** The pieces of a text in their order. A mark that is not ours is text. */
export function piecesOf(text: string): TextPiece[] {
  return text.split(MARK).flatMap((piece, place): TextPiece[] => {
    if (place % 2 === 0) return piece === '' ? [] : [{ text: piece }];
    const kind = HIDDEN_KINDS.find((known) => known === piece);
    return kind ? [{ hidden: kind }] : [{ text: `⟦${piece}⟧` }];
  });
}

export function hidesAnything(text: string): boolean {
  return MARK.test(text);
}
