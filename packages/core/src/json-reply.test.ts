import { expect, test } from 'vitest';
import { assertPage } from './call.ts';
import { KamikitError } from './errors.ts';
import { checkStatus } from './json-reply.ts';
import { raw } from './testing/loopback-shop.ts';
import { shop, wish } from './testing/storefront-shop.ts';

test.each([
  ['<!DOCTYPE html><p>', 'an HTML page'],
  ['<b>Fatal error</b>: Uncaught', 'an HTML page'],
  ['\n<br />\n<b>Warning</b>', 'an HTML page'],
  ['<?xml version="1.0"?>', 'an HTML page'],
  ['{"success":true', 'truncated or broken JSON'],
  ['<3 come again', 'plain text'],
  ['', 'an empty body'],
])('%j instead of an answer is called what it is', async (body, name) => {
  const { client } = await shop([raw(body)]);
  await expect(client.purchase(wish)).rejects.toMatchObject({
    ...{ code: 'outcome_unknown', message: expect.stringContaining(`with ${name} instead of`) },
  });
});

/** RFC 9110, 5.6.7. */
const NOW = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');

test.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['Sun, 06 Nov 1994 08:50:07 GMT', 30_000],
  ['Sun, 06 Nov 1994 08:40:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
])('Retry-After: %s is understood by seconds or by its date', (header, retryAfterMs) => {
  for (const status of [429, 503])
    expect(judged(status, 'read', header)).toMatchObject({ retryable: true, retryAfterMs });
});

test.each([
  [300, 'malformed_response', 'outcome_unknown'],
  [399, 'malformed_response', 'outcome_unknown'],
  [401, 'unauthorized', 'unauthorized'],
  [408, undefined, 'outcome_unknown'],
  [409, undefined, 'outcome_unknown'],
  [425, undefined, 'outcome_unknown'],
  [429, 'rate_limited', 'rate_limited'],
  [500, 'unreachable', 'outcome_unknown'],
  [200, undefined, undefined],
  [299, undefined, undefined],
  [400, undefined, undefined],
  [499, undefined, undefined],
])('HTTP %d alone says %s of a read and %s of a purchase', (status, read, purchase) => {
  expect([judged(status, 'read')?.code, judged(status, 'spend')?.code]).toEqual([read, purchase]);
});

function judged(status: number, effect: 'read' | 'spend', retryAfter?: string): KamikitError | undefined {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  const reply = { status, headers, bytes: Buffer.from('{}'), body: '{}', raw: '{}', isExact: true };
  try {
    checkStatus(reply, { upstream: 'storefront', operation: 'storefront.x', effect }, NOW);
  } catch (error) {
    if (error instanceof KamikitError) return error;
    throw error;
  }
  return undefined;
}

test('a list may have a thousand pages; one that goes on has no end', () => {
  const context = { upstream: 'cards', operation: 'cards.query', effect: 'read' } as const;
  expect(() => assertPage(1_000, context)).not.toThrow();
  expect(() => assertPage(1_001, context)).toThrow(expect.objectContaining({ code: 'malformed_response' }));
});
