import { expect, test } from 'vitest';
import { readColumns } from './columns';

test('remembered columns stand in our order, and only those that still are', () => {
  expect(readColumns('ticket,agent,a_column_of_yesterday')).toEqual(['started_at', 'agent', 'ticket']);
});

test('who never chose sees the usual ones', () => {
  expect(readColumns(null)).toContain('evaluations');
  expect(readColumns(null)).not.toContain('ticket');
});
