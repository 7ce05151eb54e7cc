import { expect, it } from 'vitest';
import { redactor } from './redact.ts';

const secret = 'canary key/+=?&';
const redact = redactor([secret]);

it.each([
  ['as it is', secret],
  ['in a URL', encodeURIComponent(secret)],
  ['in a form', new URLSearchParams({ s: secret }).toString()],
  ['in a URL with small hex digits', encodeURIComponent(secret).toLowerCase()],
  ['in JSON as PHP writes it', JSON.stringify({ s: secret }).replaceAll('/', '\\/')],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64, one byte on', Buffer.from(`:${secret}:`).toString('base64')],
  ['in base64, two bytes on', Buffer.from(`k=${secret}`).toString('base64')],
  ['in base64 for URLs', Buffer.from(`k=${secret}`).toString('base64url')],
  ['twice', `${secret}${secret}`],
])('removes a secret %s', (_, text) => {
  const clean = redact(`before ${text} after`);
  expect(clean).toMatch(/^before .*after$/);
  expect(clean).not.toContain(text.slice(2));
  expect(clean).toContain('[redacted]');
});

it('leaves alone words that happen to contain a very short key', () => {
  expect(redactor(['k', ''])('a key')).toBe('a key');
});
