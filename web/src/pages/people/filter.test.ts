import { describe, expect, test } from 'vitest';
import { agentsRequest, isUnfiltered, peopleRequest, presenceOf, withPresence, withValue } from './filter';

test('whoever is here is shown unless the address says otherwise', () => {
  expect(peopleRequest({}).retired).toBe(false);
  expect(peopleRequest({ retired: 'true' }).retired).toBe(true);
  expect(peopleRequest({ retired: 'any' }).retired).toBeUndefined();
});

test.each(['here', 'left', 'all'] as const)('%s is read back as it is written', (presence) => {
  expect(presenceOf(withPresence({ retired: 'any' }, presence))).toBe(presence);
});

test('another filter begins at the first page, and an emptied one is gone', () => {
  expect(withValue({ q: 'wang', cursor: 'x' }, 'role', 'agent')).toEqual({ q: 'wang', role: 'agent' });
  expect(withValue({ q: 'wang', view: 'people' }, 'q', '').q).toBeUndefined();
});

test('an opened person is no filter', () => {
  expect(isUnfiltered({ person: 'x', view: 'people' })).toBe(true);
  expect(isUnfiltered({ team: 'x' })).toBe(false);
});

describe('agents', () => {
  test('who is nobody yet comes first', () => {
    expect(agentsRequest({})).toMatchObject({ unmatched: true });
    expect(agentsRequest({ agents: 'matched' })).toMatchObject({ unmatched: false });
    expect(agentsRequest({ agents: 'all' }).unmatched).toBeUndefined();
  });
});
