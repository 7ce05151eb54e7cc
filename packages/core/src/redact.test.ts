import { expect, it } from 'vitest';
import { formsOf, redactor } from './redact.ts';

const secret = 'canary key/+=?&';
const redact = redactor([secret]);

/** As programs write the bytes of a text, in all the ways that have names here. */
function byteByByte(text: string): Record<string, string> {
  const hex = Buffer.from(text).toString('hex');
  const percent = (of: string) => of.replace(/../g, '%$&');
  const everyCharacter = (of: string) => percent(Buffer.from(of).toString('hex'));
  return {
    'in hexadecimal': hex,
    'in large hexadecimal': hex.toUpperCase(),
    'percent-encoded throughout': percent(hex),
    'percent-encoded throughout, large': percent(hex.toUpperCase()),
    'percent-encoded throughout, then for a URL': encodeURIComponent(percent(hex)),
    'percent-encoded throughout, large, then for a URL': encodeURIComponent(percent(hex.toUpperCase())),
    'percent-encoded throughout, twice': everyCharacter(percent(hex)),
    'percent-encoded throughout, large, twice': everyCharacter(percent(hex.toUpperCase())),
  };
}

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
  ...Object.entries(byteByByte(secret)),
])('removes a secret %s', (_, text) => {
  const clean = redact(`before ${text} after`);
  expect(clean).toMatch(/^before .*after$/);
  expect(clean).not.toContain(text.slice(2));
  expect(clean).toContain('[redacted]');
});

it('leaves alone words that happen to contain a very short key', () => {
  expect(redactor(['k', ''])('a key')).toBe('a key');
});

const key = 'Zk3_9vQx7LmT2rB8wN5pHd4Yc6Jf1Gs0UaEiOo-XqKtVbRyW';
const redactKey = redactor([key]);

it.each(Object.keys(byteByByte(key)))('removes a key %s, wherever it stands', (way) => {
  for (const each of [key, 'short1'])
    for (let before = 0; before < 10; before += 1) {
      const around = '-'.repeat(before);
      expect(redactor([each])(`${around}${byteByByte(each)[way]}${around}`)).toBe(
        `${around}[redacted]${around}`,
      );
    }
});

/** The longest part of the key, in any form, that a text still holds. */
function longestPart(text: string): number {
  const forms = formsOf(key);
  const holds = (length: number) =>
    forms.some((form) =>
      Array.from({ length: form.length - length + 1 }, (_, at) => form.slice(at, at + length)).some((part) =>
        text.includes(part),
      ),
    );
  let length = 0;
  while (length < key.length && holds(length + 1)) length += 1;
  return length;
}

it.each([
  ['twice encoded for a URL', (text: string) => encodeURIComponent(encodeURIComponent(text))],
  [
    'encoded for a form, then for a URL',
    (text: string) => encodeURIComponent(String(new URLSearchParams({ s: text }))),
  ],
  [
    'in base64, in a URL',
    (text: string) => encodeURIComponent(Buffer.from(`id:${text}:x`).toString('base64')),
  ],
  [
    'in base64 in lines',
    (text: string) => Buffer.from(`id:${text}:x`).toString('base64').replace(/.{20}/g, '$&\r\n'),
  ],
])('removes a secret %s', (_, encode) => {
  for (const text of [secret, key]) {
    for (const before of ['', '1', '12', '123']) {
      const clean = redactor([text])(encode(`${before}${text}`));
      expect(clean).toContain('[redacted]');
      if (text === key) expect(longestPart(clean)).toBeLessThan(12);
    }
  }
});

it.each(['', '…', '…”', ' … [cut, 90 characters]', ' … [cut]', '...', '****', '"', '\\"'])(
  'removes what a limit on the length left of a secret, before %j',
  (cut) => {
    for (let left = 8; left < key.length; left += 1)
      expect(longestPart(redactKey(`the key ${key.slice(0, left)}${cut}`))).toBeLessThan(8);
  },
);

it('removes each long part of a secret, wherever it stands', () => {
  for (let start = 0; start + 12 <= key.length; start += 1) {
    for (const length of [12, 17, key.length - start]) {
      const clean = redactKey(`at ${start}: ${key.slice(start, start + length)} and after`);
      expect(clean).toBe(`at ${start}: [redacted] and after`);
    }
  }
});

it('leaves alone what has no more in common with a secret than words and short runs', () => {
  const wordy = redactor(['storefront-production-key-0001']);
  for (const text of ['the storefront refused storefront.purchase', 'production', 'key-0001 is a card'])
    expect(wordy(text)).toBe(text);
  expect(redactKey(`card ${key.slice(10, 21)}`)).toBe(`card ${key.slice(10, 21)}`);
});

it('removes a secret that is no well-formed text, as JSON may hold one', () => {
  expect(redactor(['\ud800abcdefgh12'])('got \ud800abcdefgh12, or %EF%BF%BDabcdefgh12')).toBe(
    'got [redacted], or [redacted]',
  );
});
