import { StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';
import { beforeAll, describe, expect, it } from 'vitest';
import { readOffers } from './deals.ts';
import { type Seen, violationsIn } from './invariants.ts';
import type { MadeCall } from './play.ts';
import { inScratch } from './scratch.ts';

interface Bought {
  seen: Seen;
  calls: [MadeCall];
  dailyBudget: number | null;
}

let bought: Bought;

/** One purchase, as both sides hold it and its caller was told. */
beforeAll(() =>
  inScratch('bought', async (folder) => {
    const sandbox = await startSandbox({ orderDelayMs: 0 });
    const ledger = await openLedger({ path: `${folder}/ledger.sqlite` });
    const storefront = new StorefrontClient({ ...sandbox.storefront, baseUrl: sandbox.storefront.url });
    const [offer] = await readOffers(sandbox);
    if (offer === undefined) throw new Error('the sandbox sells nothing');
    const { price, ...good } = offer;
    const wish = { ...good, quantity: 1, max_total: String(price), mode: 'sync' } as const;
    const spender = createSpender({ ledger, storefront });
    const { id, result } = await spender.purchase(wish, { idempotencyKey: 'key-0' });
    const name = `${good.goods_id}/${good.sub_id} × 1`;
    const deal = { tool: 'purchase', key: 'key-0', args: wish, name, total: price } as const;
    bought = {
      seen: {
        ...{ state: sandbox.state(), entries: await Array.fromAsync(ledger.entries()) },
        ...{ cards: new Map(), isSettled: true },
      },
      calls: [{ tool: 'purchase', deal, answer: { state: 'completed', entry_id: id, cards: result?.cards } }],
      dailyBudget: null,
    };
    await Promise.all([storefront.close(), ledger.close(), sandbox.close()]);
  }),
);

function found({ seen, calls, dailyBudget }: Bought): string[] {
  const plan = { ...{ processes: 1, deals: [], calls: [], happenings: [], faults: [] }, isOwners: false };
  const violations = violationsIn(seen, { ...plan, dailyBudget, dailyCards: null, isReplaced: false }, calls);
  return violations.map(({ invariant }) => invariant);
}

/** The same, but for what somebody did to the entry. */
function withEntry({ seen, ...rest }: Bought, change: object): Bought {
  return { ...rest, seen: { ...seen, entries: seen.entries.map((entry) => ({ ...entry, ...change })) } };
}

const answered = (all: Bought, answer: MadeCall['answer']): Bought => ({
  ...all,
  calls: [{ ...all.calls[0], answer }],
});

function twice({ seen, ...rest }: Bought): Bought {
  const { storefront } = seen.state;
  const again = <T extends { order_sn: string }>(all: readonly T[]) => [
    ...all,
    ...all.map((each) => ({ ...each, order_sn: 'another' })),
  ];
  const { orders, charges } = storefront;
  const state = {
    ...seen.state,
    storefront: { ...storefront, orders: again(orders), charges: again(charges) },
  };
  return { ...rest, seen: { ...seen, state } };
}

const CHARGES = 'charges are what the ledger counts';
const READABLE = 'delivered cards are readable';

describe('what is seen afterwards', () => {
  it('violates nothing where both sides and the caller agree', () => {
    expect(found(bought)).toEqual([]);
  });

  it('violates nothing where the caller was told that it awaits its owner, who said yes', () => {
    const error = { code: 'awaiting_approval', outcome: 'not_committed' };
    expect(found(answered(bought, { error }))).toEqual([]);
  });

  it.each<[string, (all: Bought) => Bought, string[]]>([
    ['a second charge', twice, [CHARGES, 'at most one charge per key']],
    [
      'a charge without an entry',
      (all) => ({ ...all, seen: { ...all.seen, entries: [] } }),
      [CHARGES, READABLE],
    ],
    ['a charge that counts as refused', (all) => withEntry(all, { state: 'refused' }), [CHARGES]],
    ['an entry under way', (all) => withEntry(all, { state: 'sent' }), ['no entry is stuck']],
    [
      'an entry that is unknown without advice',
      (all) => withEntry(all, { state: 'unknown' }),
      ['no entry is stuck'],
    ],
    ['an entry without its cards', (all) => withEntry(all, { result: null }), [READABLE, READABLE]],
    ['more than a budget', (all) => ({ ...all, dailyBudget: 0.01 }), ['budgets are kept']],
    [
      'a charge that its caller was told did not happen',
      (all) => answered(all, { error: { code: 'declined', outcome: 'not_committed' } }),
      [CHARGES],
    ],
    ['a fault of ours', (all) => answered(all, { error: { code: 'internal' } }), ['every call is answered']],
  ])('shows %s', (_what, change, invariants) => {
    expect(found(change(bought))).toEqual(invariants);
  });
});
