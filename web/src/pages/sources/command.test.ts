import { expect, test } from 'vitest';
import { commandOf } from './command';

test('the command holds the address and the token, or says where the token belongs', () => {
  expect(commandOf('https://qa.example', 'earmark_1')).toContain("'Authorization: Bearer earmark_1'");
  expect(commandOf('https://qa.example', null)).toContain('Bearer TOKEN');
  expect(commandOf('https://qa.example', null)).toMatch(/^curl .*'https:\/\/qa\.example\/api\/v1\/calls'/);
});
