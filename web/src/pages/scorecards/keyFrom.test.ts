import { expect, test } from 'vitest';
import { keyFrom } from './keyFrom';

test('a key is made of the letters of the English title', () => {
  expect(keyFrom({ en: 'Inbound service (2026)', 'zh-CN': '呼入' }, 'zh-CN')).toBe('inbound-service-2026');
  expect(keyFrom({ 'zh-CN': 'VIP 呼入' }, 'zh-CN')).toBe('vip');
  expect(keyFrom({ 'zh-CN': '呼入' }, 'zh-CN')).toBe('card');
  expect(keyFrom(undefined, 'en')).toBe('');
});
