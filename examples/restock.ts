// Restocks from the supplier what has fallen below a floor, at most once per SKU and day, however often it runs.
// Each argument says what is on the shelf, as SKU=LEFT:
//   node restock.ts --floor 10 --lot 5 --max-price 20 11=3 31=40
import { parseArgs } from 'node:util';
import { KamikitError, multiplyMoney, parseMoney, SupplierClient, shanghaiDay } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { createSpender, deliveredBy } from '@kamikit/spending';
import { supplierSettings } from './settings.ts';

const PLAY_SHELF = ['11=3', '21=40', '31=0'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    floor: { type: 'string', default: '10' },
    lot: { type: 'string', default: '5' },
    'max-price': { type: 'string', default: '20' },
    'per-day': { type: 'string', default: '300' },
  },
});
const { account, ledgerPath, sandbox } = await supplierSettings();
const supplier = new SupplierClient(account);
const ledger = await openLedger({ path: ledgerPath, dailyBudget: parseMoney(values['per-day']) });
const spender = createSpender({ ledger, supplier });

await spender.lookAgain({ evenIfNotDue: true }); // what an earlier run left open
const shelf = sandbox && positionals.length === 0 ? PLAY_SHELF : positionals;
await restock();
if (sandbox) {
  console.log('The same job again, as when a scheduler starts it twice:');
  await restock();
  console.log(`Charges at the supplier: ${sandbox.state().supplier.charges.length}`);
}
await Promise.all([supplier.close(), ledger.close()]);

async function restock(): Promise<void> {
  for (const line of shelf) {
    const [sku, left] = line.split('=').map(wholeNumber);
    if (sku === undefined || left === undefined) throw new TypeError(`${line} is not SKU=LEFT`);
    const isEnough = left >= wholeNumber(values.floor);
    console.log(`SKU ${sku}, ${left} left: ${isEnough ? 'enough' : await buyLot(sku)}`);
  }
}

async function buyLot(sku_id: number): Promise<string> {
  // The lot is always the same size: a key names one wish, and another quantity would be another wish.
  const quantity = wholeNumber(values.lot);
  const max_total = multiplyMoney(parseMoney(values['max-price']), quantity);
  const idempotencyKey = `restock-${shanghaiDay(Date.now())}-${sku_id}`;
  try {
    const { id } = await spender.trade({ sku_id, quantity, max_total }, { idempotencyKey });
    const entry = await spender.follow(id, { maxWaitMs: 60_000 });
    const codes = deliveredBy(entry)?.split('\n') ?? [];
    return `${idempotencyKey} is ${entry.state}, ${codes.length} codes for ${entry.charged ?? entry.amount} yuan (${entry.reference})`;
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    process.exitCode = 1; // for the scheduler; the other SKUs still get their turn
    return `${error.code}: ${error.message}`;
  }
}

/** What is no number must not look like an empty shelf. */
function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`${text} is not a whole number`);
  return Number(text);
}
