import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

const MARKUP = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>';
const INVISIBLE = 'A\u202e\u200b\u2066\u{e0041}B';

/** A ledger in which whatever a shop or an assistant may write is hostile. */
async function openHostile(text: string) {
  const opened = await openConsole({
    parts: {
      catalogue: {
        sources: ['storefront'],
        find: async () => ({
          total: 1,
          goods: [
            {
              ...{ id: 1, name: text, category: text, picture: null },
              specifications: [{ id: 1, name: text, price: null, stock: null, stock_text: text }],
            },
          ],
        }),
        pictureOf: async () => null,
      },
      doctor: async () => [{ name: text, verdict: 'bad', text }],
      accounts: async () => [{ upstream: 'storefront', account: 'mine', balance: null, problem: text }],
    },
  });
  const { ledger, enter } = opened;
  const goods = { name: text, specification: text, quantity: 1 };
  const wish = { kind: 'purchase', request: { [text]: text }, amount: parseMoney(1), goods };
  const { id } = await ledger.execute(
    { ...wish, idempotencyKey: text, evidence: { [text]: text, account: text } },
    async () => ({
      state: 'pending',
      reference: text,
      advice: text,
      result: { cards: text, notice: text },
      delivered: 1,
    }),
  );
  const quote = {
    kind: 'purchase',
    upstream: 'storefront',
    account: 'mine',
    ...goods,
    unit_price: '1',
    total: '1',
    balance: '5',
  };
  const budget = { day: '2026-11-20', left_today: null, cards_left_today: null };
  await ledger.prepare({
    ...{ ...wish, idempotencyKey: 'asked' },
    approval: { quote: { ...quote, budget, fields: { [text]: text } } },
  });
  await ledger.settle(id, { state: 'failed', isNotified: true });
  return { id, ...(await enter()) };
}

const PATHS = ['', 'approvals', 'ledger', 'notifications', 'catalogue', 'doctor', 'mandates'];

it('what others wrote is text on every page, and never markup', async () => {
  const { get, id } = await openHostile(MARKUP);
  for (const path of [
    ...PATHS,
    `ledger/${id}`,
    `ledger/${id}?cards=shown`,
    `ledger?q=${encodeURIComponent(MARKUP)}`,
  ]) {
    const { text } = await get(path);
    expect(text, path).not.toMatch(/<img src=x|<script>|"'>/);
    if (path !== 'mandates') expect(text, path).toContain('&lt;');
  }
});

it('what nobody can see is on no page', async () => {
  const { get, id } = await openHostile(INVISIBLE);
  for (const path of [...PATHS, `ledger/${id}`, `ledger/${id}?cards=shown`])
    expect((await get(path)).text, path).not.toMatch(
      /[\u202a-\u202e\u200b\u2066-\u2069\u{e0000}-\u{e007f}]/u,
    );
});
