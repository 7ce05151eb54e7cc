import type { Card, CardReading } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeCards } from '../testing/made-clients.ts';
import { madeParts } from '../testing/made-ledger.ts';
import { quoteDeletion, quoteIssue, quoteRecharge, quoteUse } from './quote.ts';

const CARD: Card = {
  code: 'A',
  card_type: 'count',
  card_type_name: null,
  ...{ used_count: 1, remaining_count: 4, total_uses: 5 },
};
const { signal } = new AbortController();

/** A card service that reads the card so; gives what it is asked. */
function service(reading: CardReading = CARD) {
  const asked: unknown[][] = [];
  const cards = madeCards({
    async verify(...args) {
      asked.push(['verify', ...args]);
      return CARD;
    },
    async read(...args) {
      asked.push(['read', ...args]);
      return reading;
    },
  });
  return { asked, parts: madeParts({ parts: { cards } }) };
}

describe('the card is read for as long as the caller waits', () => {
  it.each([
    ['used', 'verify', quoteUse, { kind: 'use_card', code: 'A', card: CARD }],
    ['deleted', 'read', quoteDeletion, { kind: 'delete_card', code: 'A', card: CARD }],
  ] as const)('before it is %s', async (_, way, quote, facts) => {
    const { asked, parts } = service();
    const quoted = await quote({ code: 'A' }, parts, { signal });
    expect(quoted).toStrictEqual({ amount: null, facts, evidence: { before: CARD } });
    expect(asked).toStrictEqual([[way, 'A', { signal }]]);
    expect(asked[0]?.[2]).toHaveProperty('signal', signal);
  });

  it('before it is recharged', async () => {
    const { asked, parts } = service('card_exhausted');
    const card = 'card_exhausted';
    expect(await quoteRecharge({ code: 'A', amount: 3 }, parts, { signal })).toStrictEqual({
      ...{ amount: null, facts: { kind: 'recharge_card', code: 'A', amount: 3, card } },
      evidence: { before: card },
    });
    expect(asked).toStrictEqual([['read', 'A', { signal }]]);
    expect(asked[0]?.[2]).toHaveProperty('signal', signal);
  });
});

it('a card that is gone is not deleted', async () => {
  const { parts } = service('not_found');
  await expect(quoteDeletion({ code: 'A' }, parts, { signal })).rejects.toMatchObject({
    ...{ code: 'not_found', upstream: 'cards', operation: 'cards.verify' },
    ...{ outcome: 'not_committed', neverSent: true },
  });
});

it('a batch has a mark of its own before its remark', async () => {
  const request = { card_type: 'count', uses: 2, remark: 'for Ann' } as const;
  const quoted = await quoteIssue(request);
  const { token } = quoted.evidence;
  expect(token).toMatch(/^#[0-9a-f]{8}-[0-9a-f]{4}$/);
  expect(quoted).toStrictEqual({
    ...{ amount: null, facts: { kind: 'generate_cards', cards: request } },
    evidence: { token, remark: `${token} for Ann` },
  });
  const { evidence } = await quoteIssue({ card_type: 'count', uses: 2 });
  expect(evidence.remark).toBe(evidence.token);
  expect(evidence.token).not.toBe(token);
});
