// Whatever code the server answers has words in both languages.
import { describe, expect, test } from 'vitest';
import en from '../src/i18n/en/codes.json';
import zhCN from '../src/i18n/zh-CN/codes.json';
import { codesIn, serverCodes } from './rustCodes';

test('codes are read from the arms of fn code alone', () => {
  const source = `
    impl Coded for E {
        fn code(&self) -> &'static str {
            match self {
                Self::A { .. } => "first_code",
                Self::Db(error) => error.code(),
                Self::B(_) => "second_code",
            }
        }
        fn params(&self) -> Vec<(&'static str, String)> { vec![("not_a_code", String::new())] }
    }`;
  expect(codesIn(source)).toEqual(['first_code', 'second_code']);
});

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
])('in %s', (_, words) => {
  test('every error code of the server has words', () => {
    const codes = serverCodes();
    expect(codes).toContain('wrong_credentials');
    expect(codes.filter((code) => !(code in words.error))).toEqual([]);
  });
});
