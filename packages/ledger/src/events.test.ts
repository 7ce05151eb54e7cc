import { expect, it } from 'vitest';
import { contentOf } from './events.ts';

it('an entry has the content by which events on disk know it, in whatever order its columns are read', () => {
  const known = '5620cf8000ca87f9991e2a903a66c01ba024f7f23a002cef738bbee72af55b17';
  expect(contentOf({ state: 'sent', id: 'e', amount: '3', error: null })).toBe(known);
  expect(contentOf({ amount: '3', error: null, state: 'sent', id: 'e' })).toBe(known);
  expect(contentOf({ amount: '4', error: null, state: 'sent', id: 'e' })).not.toBe(known);
});

it('who holds an entry, and when it is looked at again, is none of its content', () => {
  const held = { owner_host: 'h', owner_pid: 7, owner_token: 't', lease_until_ms: 1, look_ms: 2 };
  expect(contentOf({ id: 'e', ...held })).toBe(contentOf({ id: 'e' }));
});
