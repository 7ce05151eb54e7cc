import { describe, expect, test } from 'vitest';
import { instantTiming } from '../testing/instant-timing.ts';
import { thrownBy, wireReply } from '../testing/wire-reply.ts';
import { cardsProtocol } from './protocol.ts';
import { queryCards } from './query-cards.ts';
import { verifyCard } from './verify-card.ts';

const KEY = 'canary-key-of-a-card-service';
const url = 'https://cards.example/api/';
const protocol = cardsProtocol({ apiKey: KEY, baseUrl: new URL(url) }, instantTiming());
const READ = { upstream: 'cards', operation: 'cards.x', effect: 'read' } as const;
const USE = { ...READ, effect: 'consume' } as const;

describe('what goes out', () => {
  const fields = { code: 'A 1', status: 0, page: undefined };

  test('is a form with the key, and without what is not set', () => {
    expect(protocol.buildRequest(verifyCard, fields)).toEqual({
      method: 'POST',
      url: new URL(`${url}?action=verify`),
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: `api_key=${KEY}&code=A+1&status=0`,
    });
  });

  test('is a query for the one endpoint that takes no form', () => {
    expect(protocol.buildRequest(queryCards, fields)).toEqual({
      method: 'GET',
      url: new URL(`${url}?action=query&api_key=${KEY}&code=A+1&status=0`),
      headers: { accept: 'application/json' },
    });
  });
});

test.each([
  [{ code: 401, message: '不行' }, 200, 'unauthorized'],
  [{ message: '不行' }, 401, 'unauthorized'],
  [{ code: 404, message: '不行' }, 200, 'not_found'],
  [{ message: '不行' }, 404, 'not_found'],
  [{ code: 400, message: '卡密已过期' }, 500, 'card_expired'],
  [{ code: 400, message: 7 }, 200, 'upstream_refused'],
  [{ code: 429, message: '慢' }, 200, 'rate_limited'],
  [{ message: '慢' }, 429, 'rate_limited'],
  [{ code: 500, message: '坏' }, 200, 'unreachable'],
  ['<html>', 500, 'unreachable'],
  ['<html>', 400, 'malformed_response'],
  [{ code: 399 }, 200, 'malformed_response'],
  [{ data: {} }, 200, 'malformed_response'],
])('%j under HTTP %d is %s', async (body, status, code) => {
  expect(await thrownBy(() => protocol.readReply(wireReply(body, status), READ))).toMatchObject({ code });
});

test.each([
  [{ code: 7 }, 200, 'with the undocumented code 7'],
  [{ data: {} }, 200, 'with no code'],
  ['<html>', 400, 'with an HTML page instead of a JSON object (HTTP 400)'],
])('%j under HTTP %d is told as what it is', async (body, status, what) => {
  expect(await thrownBy(() => protocol.readReply(wireReply(body, status), READ))).toMatchObject({
    message: `cards.x: the card service answered, but ${what}`,
  });
});

test('a refusal without words gives no reason', async () => {
  expect(await thrownBy(() => protocol.readReply(wireReply({ code: 404, message: {} }), USE))).toMatchObject({
    ...{ code: 'not_found', outcome: 'not_committed' },
    message: 'the card service refused cards.x without giving a reason',
  });
});

test('that the key is wrong is told in the words of the service, and proves nothing of what it has already', async () => {
  expect(
    await thrownBy(() => protocol.readReply(wireReply({ code: 401, message: '不行' }), USE)),
  ).toMatchObject({
    ...{ outcome: 'not_committed', message: 'the card service refused cards.x: “不行”' },
  });
  const repeated = wireReply({ code: 401, message: '请勿重复提交' });
  expect(await thrownBy(() => protocol.readReply(repeated, USE))).toMatchObject({ outcome: 'unknown' });
});

test('the key is taken out of an answer that repeats it', () => {
  const data = { code: 'A1', key: KEY };
  expect(protocol.readReply(wireReply({ code: '200', data }), READ)).toEqual({
    ...data,
    key: '[redacted]',
  });
});
