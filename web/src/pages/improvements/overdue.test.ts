import { expect, test } from 'vitest';
import { isPast } from './overdue';

test('a ticket is overdue when its day is over where the workplace is', () => {
  // In Shanghai the 22nd has begun, while UTC still has the 21st.
  const now = new Date('2026-11-21T17:00:00Z');
  expect(isPast('2026-11-21', now, 'Asia/Shanghai')).toBe(true);
  expect(isPast('2026-11-21', now, 'UTC')).toBe(false);
  expect(isPast('2026-11-22', now, 'Asia/Shanghai')).toBe(false);
  // In New York the 20th goes on.
  expect(isPast('2026-11-20', new Date('2026-11-21T03:00:00Z'), 'America/New_York')).toBe(false);
});
