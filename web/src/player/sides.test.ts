import { expect, test } from 'vitest';
import { otherWayRound } from './sides';

test('agent and customer are exchanged, and twice is as it was', () => {
  const channels = { 0: 'agent', 1: 'customer', 2: 'other' };
  const other = { 0: 'customer', 1: 'agent', 2: 'other' };
  expect(otherWayRound(channels, 3)).toEqual(other);
  expect(otherWayRound(other, 3)).toEqual(channels);
});

test('of two channels that nothing is known of, the first becomes the agent', () => {
  expect(otherWayRound({}, 2)).toEqual({ 0: 'agent', 1: 'customer' });
  expect(otherWayRound({ 0: 'agent' }, 2)).toEqual({ 0: 'customer', 1: 'agent' });
  expect(otherWayRound({ 1: 'agent' }, 2)).toEqual({ 0: 'agent', 1: 'customer' });
});

test('where there are no two sides, nothing is exchanged', () => {
  expect(otherWayRound({ 0: 'mixed' }, 1)).toBeNull();
  expect(otherWayRound({ 0: 'agent' }, 1)).toBeNull();
  expect(otherWayRound({}, 0)).toBeNull();
});
