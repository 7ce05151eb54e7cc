import { describe, expect, test } from 'vitest';
import { KamikitError } from './errors.ts';
import { OverLimitError } from './json-limits.ts';
import { checkStatus, noJsonObject, readJsonObject, refusal } from './json-reply.ts';
import { raw } from './testing/loopback-shop.ts';
import { shop, wish } from './testing/storefront-shop.ts';
import { wireReply } from './testing/wire-reply.ts';

const READ = { upstream: 'storefront', operation: 'storefront.x', effect: 'read' } as const;

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

test.each([
  ['busy', 'application/json', 'truncated or broken JSON'],
  ['see [1] and <b>', 'text/plain', 'plain text'],
  [`${' '.repeat(2_000)}<p>`, 'text/html', 'an empty body'],
])('%j as %s is %s', (body, type, name) => {
  const { message } = noJsonObject(wireReply(body, 502, { 'content-type': type }), READ);
  expect(message).toBe(
    `storefront.x: the storefront answered, but with ${name} instead of a JSON object (HTTP 502)`,
  );
});

test.each([
  ['{"a":1}', { a: 1 }],
  ['\uFEFF{"a":1}', { a: 1 }],
  ['\uFEFF\uFEFF{"a":1}', undefined],
  ['{"a":"\uFEFF"}', { a: '\uFEFF' }],
  ['null', undefined],
  ['7', undefined],
  ['[{}]', undefined],
  ['{"a":', undefined],
])('%j as a JSON object is %j', (text, body) => {
  expect(readJsonObject(text)).toEqual(body);
});

test('JSON that holds too much is not taken for none', () => {
  expect(() => readJsonObject(`[${'1,'.repeat(60_000)}1]`)).toThrow(OverLimitError);
});

describe('a refusal', () => {
  const BUY = { upstream: 'storefront', operation: 'storefront.x', effect: 'spend' } as const;

  test.each([
    ['', 'the storefront refused storefront.x without giving a reason'],
    ['库存不足', 'the storefront refused storefront.x: “库存不足”'],
    ['系统错误', 'the storefront could not carry out storefront.x: “系统错误”'],
  ])('of a read for the reason %j says so', (words, message) => {
    expect(refusal(words, READ)).toMatchObject({ message, upstreamMessage: words, outcome: undefined });
  });

  test.each([
    ['', 'without a reason'],
    ['系统错误', 'with “系统错误”'],
  ])('of a purchase for the reason %j leaves open what was done', (words, what) => {
    expect(refusal(words, BUY)).toMatchObject({
      message: `storefront.x: the storefront answered, but ${what}; the request may have been carried out`,
      ...{ code: 'outcome_unknown', upstreamMessage: words },
    });
  });

  test.each([
    ['系统繁忙', 'upstream_refused', true],
    ['系统错误：参数错误', 'invalid_request', false],
    ['操作频繁', 'rate_limited', true],
    ['库存不足', 'out_of_stock', false],
  ])('of a read with the words %s is %s, to be tried again: %s', (words, code, retryable) => {
    expect(refusal(words, READ)).toMatchObject({ code, retryable });
  });

  test('of a purchase for a known reason is believed, and only the beginning of its words is read', () => {
    const refused = refusal(`库存不足${'.'.repeat(3_000)}已付款`, BUY);
    expect(refused).toMatchObject({ code: 'out_of_stock', outcome: 'not_committed' });
    expect(refused.upstreamMessage).toHaveLength(2_000);
  });

  test('whose status says what it is, is not tried again for its words', () => {
    expect(refusal('系统繁忙', READ, 'not_found')).toMatchObject({ code: 'not_found', retryable: false });
  });
});

/** RFC 9110, 5.6.7. */
const NOW = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');

test.each([
  ['7', 7_000],
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 06 Nov 1994 08:50:07 GMT', 30_000],
  ['Sun, 06 Nov 1994 08:40:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  ['1234567890', undefined],
  ['7 s', undefined],
  ['in 7', undefined],
  ['1.5', undefined],
  ['Sunday, 06-Nov-94 08:50:07 GMT', 30_000],
  ['Sun, 06 Nov 1994 08:50:07', undefined],
  ['Sun, some day GMT', undefined],
  ['Sun, 06 Nov 1994 08:50:07 GMT+8', undefined],
  ['not before Sun, 06 Nov 1994 08:50:07 GMT', undefined],
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

test.each([
  [401, 'read', 'the storefront does not accept the key (HTTP 401)'],
  [429, 'read', 'the storefront refused storefront.x: too many requests'],
  [500, 'read', 'storefront.x: the storefront reported a server error (HTTP 500)'],
  [302, 'read', 'with a redirect (HTTP 302), which is not followed (check the URL)'],
  [502, 'spend', 'with HTTP 502; the request may have been carried out'],
] as const)('HTTP %d for a %s is told as what it is', (status, effect, message) => {
  const error = judged(status, effect);
  expect(error).toMatchObject({ upstream: 'storefront', operation: 'storefront.x' });
  expect(error?.message.slice(-message.length)).toBe(message);
});

test.each([401, 429])(
  'HTTP %d says of a purchase that it was not committed, and of a read nothing',
  (status) => {
    expect([judged(status, 'spend')?.outcome, judged(status, 'read')?.outcome]).toEqual([
      ...['not_committed', undefined],
    ]);
  },
);

test('how long a shop asks its callers to wait is told in whole seconds', () => {
  expect(judged(429, 'read', 'Sun, 06 Nov 1994 08:50:07 GMT')?.message).toMatch(
    /: too many requests; it asks callers to wait 30 s$/,
  );
});

test.each([
  ['{"message":"慢一点","msg":"other"}', '慢一点'],
  ['{"msg":"慢一点"}', '慢一点'],
  ['{"message":{"text":"慢一点"}}', undefined],
  [`{"message":"${'x'.repeat(2_001)}"}`, 'x'.repeat(2_000)],
  ['<html>', undefined],
  [`[${'1,'.repeat(60_000)}1]`, undefined],
])('what a shop says beside its status is kept, up to 2,000 characters', (body, words) => {
  for (const status of [401, 429, 500])
    expect(judged(status, 'read', undefined, body)).toMatchObject({ upstreamMessage: words });
});

function judged(
  status: number,
  effect: 'read' | 'spend',
  retryAfter?: string,
  body = '{}',
): KamikitError | undefined {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  try {
    checkStatus(wireReply(body, status, headers), { ...READ, effect }, NOW);
  } catch (error) {
    if (error instanceof KamikitError) return error;
    throw error;
  }
  return undefined;
}
