// The command that sends a recording, ready to be pasted into a terminal.

/** `secret`: null while there is none; then the command says where it belongs. */
export function commandOf(origin: string, secret: string | null): string {
  return [
    `curl --fail-with-body '${origin}/api/v1/calls' \\`,
    `  --header 'Authorization: Bearer ${secret ?? 'TOKEN'}' \\`,
    `  --form 'metadata={};type=application/json' \\`,
    `  --form 'audio=@recording.wav'`,
  ].join('\n');
}
