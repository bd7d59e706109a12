import { expect, test } from 'vitest';
import { stringifySearch, parseSearch } from './search';

test('a query is the same text after it was read', () => {
  expect(stringifySearch(parseSearch('?project=a&project=b&q=1+2'))).toBe('?project=a&project=b&q=1+2');
});
