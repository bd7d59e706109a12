// Who is heard where, exchanged.

/**
 * Agent and customer the other way round. Of two channels that nothing is known of, the first becomes the
 * agent. `null`: there are no two sides to exchange.
 */
export function otherWayRound(
  channels: Readonly<Record<string, string>>,
  channel_count: number,
): Record<string, string> | null {
  const exchanged = Object.fromEntries(
    Object.entries(channels).map(([channel, role]) => [channel, otherOf(role)]),
  );
  const roles = Object.values(channels);
  if (roles.includes('agent') && roles.includes('customer')) return exchanged;
  if (channel_count !== 2) return null;
  const agentAt = Object.entries(channels).find(([, role]) => role === 'agent')?.[0];
  return agentAt === '0' ? { 0: 'customer', 1: 'agent' } : { 0: 'agent', 1: 'customer' };
}

function otherOf(role: string): string {
  if (role === 'agent') return 'customer';
  return role === 'customer' ? 'agent' : role;
}
