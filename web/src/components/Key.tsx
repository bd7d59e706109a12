/** A key as it is printed on the keyboard. */
export function Key({ children }: { children: string }) {
  return <kbd>{children}</kbd>;
}
