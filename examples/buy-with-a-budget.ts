// A bot that buys what is ordered, within a budget. An order is "KEY GOODS_ID SUB_ID QUANTITY MAX_TOTAL":
//   node buy-with-a-budget.ts --max-order 60 --per-day 80 "order-1001 1 11 2 60"
import { parseArgs } from 'node:util';
import { KamikitError, parseMoney, StorefrontClient } from '@kamikit/core';
import { type LedgerEntry, openLedger } from '@kamikit/ledger';
import { createSpender, deliveredBy } from '@kamikit/spending';
import { storefrontSettings } from './settings.ts';

const PLAY_ORDERS = [
  'order-1001 1 11 2 60',
  'order-1001 1 11 2 60', // the customer clicked twice
  'order-1002 2 21 1 20', // costs more than the customer agreed to
  'order-1003 1 12 1 70', // more than one order may cost
  'order-1004 25 252 1 50', // more than is left for today
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'max-order': { type: 'string', default: '60' },
    'per-day': { type: 'string', default: '80' },
  },
});
const { account, ledgerPath, sandbox } = await storefrontSettings();
const storefront = new StorefrontClient(account);
const ledger = await openLedger({
  path: ledgerPath,
  maxOrderTotal: parseMoney(values['max-order']),
  dailyBudget: parseMoney(values['per-day']),
});
const spender = createSpender({ ledger, storefront });

await spender.lookAgain({ evenIfNotDue: true }); // what an earlier run left open
const orders = sandbox && positionals.length === 0 ? PLAY_ORDERS : positionals;
for (const order of orders) console.log(`${order}\n  ${await buy(order)}`);

const { spent_today, daily_budget, left_today } = await ledger.budget();
console.log(`Counted today: ${spent_today} of ${daily_budget} yuan, ${left_today} left.`);
await Promise.all([storefront.close(), ledger.close()]);

async function buy(order: string): Promise<string> {
  const [idempotencyKey = '', goods_id, sub_id, quantity, max_total = ''] = order.split(' ');
  const wish = { goods_id: Number(goods_id), sub_id: Number(sub_id), quantity: Number(quantity), max_total };
  try {
    const { id } = await spender.purchase(wish, { idempotencyKey });
    return describe(await spender.follow(id, { maxWaitMs: 60_000 }));
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    const entry = error.outcome === 'unknown' ? await ledger.find('purchase', idempotencyKey) : null;
    // Either nothing was bought, or the answer got lost: then the account before and after tells what happened.
    return entry === null ? `${error.code}: ${error.message}` : describe(await spender.reconcile(entry.id));
  }
}

function describe(entry: LedgerEntry): string {
  const cards = deliveredBy(entry)?.replaceAll('\n', '\n  ');
  return `${entry.state} for ${entry.charged ?? entry.amount} yuan\n  ${cards ?? entry.advice ?? 'The cards are not there yet.'}`;
}
