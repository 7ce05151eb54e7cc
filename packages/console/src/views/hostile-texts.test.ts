import { KamikitError, parseMoney } from '@kamikit/core';
import type { Ledger, NewJob } from '@kamikit/ledger';
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
  const budget = { day: '2026-11-20', daily_budget: null, left_today: null, cards_left_today: null };
  const card = { upstream: 'cards', account: text, budget, code: text, card: { [text]: text } };
  for (const asked of [
    { ...quote, budget, fields: { [text]: text } },
    { kind: 'use_card', ...card },
    { kind: 'generate_cards', ...card, cards: { [text]: text } },
  ])
    await ledger.prepare({
      ...{ ...wish, kind: asked.kind, idempotencyKey: `asked ${asked.kind}` },
      approval: { quote: asked },
    });
  await ledger.settle(id, { state: 'failed', isNotified: true });
  const jobs = await hostileJobs(ledger, text);
  return { id, jobs, ...(await enter()) };
}

/** One that waits for its owner, one that stopped by itself, and one that restocks. */
async function hostileJobs(ledger: Ledger, text: string): Promise<string[]> {
  const refused = new KamikitError(text, { code: 'out_of_stock', outcome: 'not_committed', neverSent: true });
  const priced = { total: parseMoney(1), name: text, specification: text, account: text, good: text };
  const restocks = { kind: text, accounts: [text], shelf: 1, held: 1 };
  const terms = { items: [{ [text]: text }, { goods_id: 1 }, {}], maxTotal: parseMoney(9) };
  const begin = async (kind: string, changes: Partial<NewJob>) => {
    const { job } = await ledger.startJob({ kind, idempotencyKey: `${kind} ${text}`, ...terms, ...changes });
    return job.id;
  };
  const asked = await begin('purchase', { needsWord: true });
  await ledger.quoteItems(asked, [
    { number: 1, quote: { ...priced, quantity: 1 } },
    { number: 2, refused },
    { number: 3, quote: { ...priced, quantity: 1 } },
  ]);
  const stopped = await begin(text, {});
  await ledger.claimItem(stopped);
  await ledger.settleItem(stopped, 1, { stop: refused });
  const restock = await begin('restock', { needsWord: 'by mandate' });
  await ledger.quoteItems(restock, [
    { number: 1, quote: { ...priced, quantity: 0, restocks } },
    { number: 2, quote: { ...priced, quantity: 1, restocks } },
    { number: 3, refused },
  ]);
  return [asked, stopped, restock].map((id) => `jobs/${id}`);
}

const PATHS = ['', 'approvals', 'ledger', 'notifications', 'catalogue', 'doctor', 'mandates', 'jobs'];

it('what others wrote is text on every page, and never markup', async () => {
  const { get, id, jobs } = await openHostile(MARKUP);
  for (const path of [
    ...[...PATHS, ...jobs],
    `ledger/${id}`,
    `ledger/${id}?cards=shown`,
    `ledger?q=${encodeURIComponent(MARKUP)}`,
  ]) {
    const { text } = await get(path);
    expect(text, path).not.toMatch(/<img src=x|<script>|"'>/);
    if (path !== 'mandates' && path !== 'jobs') expect(text, path).toContain('&lt;');
  }
});

it('what nobody can see is on no page', async () => {
  const { get, id, jobs } = await openHostile(INVISIBLE);
  for (const path of [...PATHS, ...jobs, `ledger/${id}`, `ledger/${id}?cards=shown`])
    expect((await get(path)).text, path).not.toMatch(
      /[\u202a-\u202e\u200b\u2066-\u2069\u{e0000}-\u{e007f}]/u,
    );
});
