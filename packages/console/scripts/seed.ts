// A believable month for somebody to look at: `node --conditions=@kamikit/source scripts/seed.ts DATA_DIR CONFIG_DIR`
// fills the sandbox's own folder below DATA_DIR, as a server with KAMIKIT_SANDBOX=true and these folders would have.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  KamikitError,
  multiplyMoney,
  parseMoney,
  StorefrontClient,
  SupplierClient,
  shanghaiDay,
} from '@kamikit/core';
import { type Ledger, type LedgerEntry, openLedger, type Settlement } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';

const DAY = 24 * 60 * 60_000;
const ACCOUNT = 'sandbox';

/** Always the same numbers, between 0 and 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function seed(dataDir: string, configDir: string, now = Date.now()): Promise<void> {
  const folder = join(dataDir, 'sandbox');
  mkdirSync(folder, { recursive: true });
  const sandbox = await startSandbox({ seed: 7, keepIn: join(folder, 'sandbox.sqlite'), orderDelayMs: 0 });
  let clock = now - 170 * DAY;
  const ledger = await openLedger({
    path: join(folder, 'ledger.sqlite'),
    ...{ integrity: { folder: configDir }, now: () => clock },
    ...{ dailyBudget: parseMoney(300), maxOrderTotal: parseMoney(100), dailyCards: 100 },
  });
  const storefront = new StorefrontClient({
    ...sandbox.storefront,
    baseUrl: sandbox.storefront.url,
    account: ACCOUNT,
  });
  const supplier = new SupplierClient({ ...sandbox.supplier, account: ACCOUNT });
  const spender = createSpender({ ledger, storefront, supplier });
  try {
    const goods = await goodsOf(storefront);
    const random = randomFrom(42);
    const mandateTerms = { max_order: parseMoney(30), per_day: parseMoney(60), per_week: parseMoney(200) };
    for (let day = 169; day >= 1; day -= 1) {
      // More of late, and less on some days.
      const orders = Math.floor(random() * (day < 30 ? 4 : 2.2));
      for (let order = 0; order < orders; order += 1) {
        clock =
          Date.parse(`${shanghaiDay(now - day * DAY)}T09:00:00+08:00`) +
          Math.floor(random() * 11 * 3_600_000);
        await buy(ledger, goods, random, `order-${day}-${order}`);
      }
      if (day === 20) {
        await ledger.addMandate({ ...mandateTerms, goods: ['1', '3'], until: '2027-06-30' }, 'page');
        const { id } = await ledger.addMandate({ per_day: parseMoney(500) }, 'command line');
        clock += 3_600_000;
        await ledger.revokeMandate(id, 'page');
      }
    }
    clock = now - 30 * 3_600_000;
    await stoppedJob(ledger, goods);
    clock = now - 28 * 3_600_000;
    await restockJob(ledger, goods);
    clock = now - 4 * 3_600_000;
    await buy(ledger, goods, random, 'today-1');
    clock = now - 3 * 3_600_000;
    const mandated = await ledger.execute(
      {
        ...{
          kind: 'purchase',
          idempotencyKey: 'weekly-refill',
          request: { goods_id: 1, sub_id: 11, quantity: 2 },
        },
        ...{
          amount: parseMoney('19.80'),
          goods: { name: goods[0]?.name ?? null, specification: '月卡', quantity: 2 },
        },
        ...{ good: '1/11', evidence: { account: ACCOUNT }, approval: { quote: {} } },
      },
      delivered(['KMK7-2QPX-91TF', 'KMK7-8WRD-55LC']),
    );
    await ledger.mark(mandated.id, { cards: [1], of: 2, used: true });
    clock = now - 2 * 3_600_000;
    await lost(ledger, goods);
    await traded(ledger, () => {
      clock += 25 * 60_000;
    });
    clock = now;
    await askFor(spender, goods);
  } finally {
    await ledger.close();
    await Promise.all([storefront.close(), supplier.close()]);
    await sandbox.close();
  }
}

interface Offer {
  goods_id: number;
  sub_id: number;
  name: string | null;
  specification: string | null;
  price: string;
}

async function goodsOf(storefront: StorefrontClient): Promise<Offer[]> {
  const { data } = await storefront.listGoods({ per_page: 30 });
  return data.flatMap(({ id, name, subs }) =>
    subs
      .filter(
        ({ price, stock }) => price !== null && Number(price) > 1 && Number(price) < 60 && (stock ?? 0) > 3,
      )
      .slice(0, 1)
      .map((sub) => ({
        goods_id: id,
        sub_id: sub.id,
        name,
        specification: sub.name,
        price: sub.price ?? '1',
      })),
  );
}

/** A job that bought most of what it was for, and stopped by itself. */
async function stoppedJob(ledger: Ledger, goods: readonly Offer[]): Promise<void> {
  const [{ goods_id, sub_id, name, specification } = {}] = goods;
  const request = { goods_id: goods_id ?? 1, sub_id: sub_id ?? 1, quantity: 1, max_total: '6.6' };
  const { job } = await ledger.startJob({
    ...{ kind: 'purchase', idempotencyKey: 'cards-for-the-class', maxTotal: parseMoney(100) },
    items: Array(12).fill(request),
  });
  const outOfStock = new KamikitError(`${name}: 0 in stock, 1 wanted. Nothing was bought.`, {
    ...{ code: 'out_of_stock', outcome: 'not_committed', neverSent: true },
  });
  for (let number = 1; number <= 9; number += 1) {
    const claim = await ledger.claimItem(job.id);
    if (!('item' in claim)) return;
    const { idempotencyKey } = claim.item;
    if (number !== 4)
      await ledger.execute(
        {
          ...{ kind: 'purchase', idempotencyKey, request, amount: parseMoney('6.60') },
          goods: { name: name ?? null, specification: specification ?? null, quantity: 1 },
          ...{ good: `${goods_id}/${sub_id}`, evidence: { account: ACCOUNT } },
          item: { job: job.id, number },
        },
        delivered([`KMK${number}-44TR-0ZQ${number}`]),
      );
    await ledger.settleItem(job.id, number, number === 4 ? { refused: outOfStock } : { done: true });
  }
  const overBudget = new KamikitError(
    'Over budget: 6.6 yuan requested, but at most 6.5 yuan is allowed per order.',
    { code: 'over_budget', outcome: 'not_committed', neverSent: true },
  );
  await ledger.claimItem(job.id);
  await ledger.settleItem(job.id, 10, { stop: overBudget });
}

/** A job that found enough of some goods in stock and filled up another. */
async function restockJob(ledger: Ledger, goods: readonly Offer[]): Promise<void> {
  const some = goods.slice(0, 4);
  const accounts = [ACCOUNT];
  const { job } = await ledger.startJob({
    ...{ kind: 'restock', idempotencyKey: 'shelves-on-monday', maxTotal: parseMoney(200) },
    needsWord: 'by mandate',
    items: some.map(({ goods_id, sub_id }) => ({
      ...{ goods_id, sub_id, floor: 5, target: 8, max_price: '60', stock: 'ledger' },
    })),
  });
  const missing = (index: number) => [0, 3, 2, 0][index] ?? 0;
  for (const [index, { goods_id, sub_id, name, specification, price }] of some.entries()) {
    const good = `${goods_id}/${sub_id}`;
    const { on_the_way, unused } = await ledger.held({ kind: 'purchase', accounts, good });
    const restocks = { kind: 'purchase', accounts, shelf: 8 - missing(index), held: on_the_way + unused };
    await ledger.quoteItems(job.id, [
      {
        number: index + 1,
        quote: {
          ...{ name, specification, quantity: missing(index), account: ACCOUNT, good, restocks },
          total: multiplyMoney(parseMoney(price), missing(index)),
        },
      },
    ]);
  }
  for (let claim = await ledger.claimItem(job.id); 'item' in claim; claim = await ledger.claimItem(job.id)) {
    const { number, idempotencyKey, quote } = claim.item;
    const { name = null, specification = null, quantity = 0, total } = quote ?? {};
    const cards = Array.from({ length: quantity }, (_, card) => `KMK${number}-RS${card}-77QX`);
    await ledger.execute(
      {
        ...{ kind: 'purchase', idempotencyKey, request: { ...some[number - 1], quantity } },
        ...{ amount: total ?? null, goods: { name, specification, quantity }, good: quote?.good ?? null },
        ...{ evidence: { account: ACCOUNT }, item: { job: job.id, number } },
      },
      delivered(cards),
    );
    await ledger.settleItem(job.id, number, { done: true });
  }
  await ledger.finishJob(job.id);
}

function delivered(cards: readonly string[]) {
  return async (): Promise<Settlement> => ({
    ...{ state: 'completed', result: { cards: cards.join('\n') }, delivered: cards.length },
  });
}

/** A card such as shops sell. */
function card(random: () => number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const part = () => Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return [part(), part(), part(), part()].join('-');
}

async function buy(
  ledger: Ledger,
  goods: readonly Offer[],
  random: () => number,
  key: string,
): Promise<void> {
  // A few favourites.
  const offer = goods[Math.floor(random() ** 2 * Math.min(goods.length, 9))];
  if (offer === undefined) return;
  const { goods_id, sub_id, name, specification, price } = offer;
  const quantity = 1 + Math.floor(random() * 3);
  const amount = multiplyMoney(parseMoney(price), quantity);
  const luck = random();
  const orderNo = `SF${Math.floor(random() * 1e12)}`;
  const send = async (entry: LedgerEntry): Promise<Settlement> => {
    if (luck > 0.97) throw refused('库存不足');
    const cards = Array.from({ length: quantity }, () => card(random));
    const reference = { reference: orderNo, charged: entry.agreed ?? amount };
    if (luck > 0.94) return { ...reference, state: 'refunded', isRefundShown: true };
    return { ...reference, state: 'completed', result: { cards: cards.join('\n') }, delivered: quantity };
  };
  const wish = {
    ...{ kind: 'purchase', idempotencyKey: key, request: { goods_id, sub_id, quantity, max_total: amount } },
    ...{ amount, goods: { name, specification, quantity }, good: `${goods_id}/${sub_id}` },
    evidence: { account: ACCOUNT, balance_before: String(600 + Math.floor(random() * 400)) },
  };
  const entry = await ledger.execute(wish, send).catch((error: unknown) => {
    if (!(error instanceof KamikitError)) throw error;
    return null;
  });
  if (entry?.state === 'completed' && random() > 0.35)
    await ledger.mark(entry.id, { cards: [1], of: quantity, used: true });
}

function refused(message: string): KamikitError {
  return new KamikitError(message, {
    code: 'out_of_stock',
    outcome: 'not_committed',
    upstream: 'storefront',
  });
}

/** One whose answer was lost. */
async function lost(ledger: Ledger, goods: readonly Offer[]): Promise<void> {
  const { goods_id = 1, sub_id = 11, name = null, specification = null } = goods[4] ?? {};
  const wish = {
    ...{ kind: 'purchase', idempotencyKey: 'streaming-for-mum' },
    request: { goods_id, sub_id, quantity: 1, max_total: '28' },
    ...{
      amount: parseMoney('26.50'),
      goods: { name, specification, quantity: 1 },
      good: `${goods_id}/${sub_id}`,
    },
    evidence: { account: ACCOUNT, balance_before: '812.40', total_spent_before: '4210.10' },
  };
  await ledger
    .execute(wish, async () => {
      throw new KamikitError('The storefront did not answer within 30 s.', {
        ...{ code: 'outcome_unknown', outcome: 'unknown', upstream: 'storefront' },
      });
    })
    .catch(() => {});
}

/** A trade of which the supplier told later. */
async function traded(ledger: Ledger, pass: () => void): Promise<void> {
  const wish = {
    ...{ kind: 'supplier_trade', idempotencyKey: 'restock-101', reference: '2026112100417' },
    request: { sku_id: 101, quantity: 3, max_total: '45' },
    ...{
      amount: parseMoney(45),
      goods: { name: 'Steam 充值卡', specification: '50 元', quantity: 3 },
      good: '101',
    },
    evidence: { account: ACCOUNT, balance_before: '1000' },
  };
  const trade = { shop_trade_no: 'T88213', status: 1, amount: '45', trade_time: null };
  const { id } = await ledger.execute(wish, async () => ({
    ...{ state: 'pending', result: { ...trade, status: 0, contents: null, notice: '人工发货，请稍候' } },
  }));
  pass();
  await ledger.settle(id, {
    ...{ state: 'completed', isNotified: true, charged: parseMoney(45), delivered: 3 },
    result: { ...trade, contents: 'STM-77Q2-K1\nSTM-77Q2-K2\nSTM-77Q2-K3', notice: null },
  });
}

/** What waits for the owner. */
async function askFor(spender: ReturnType<typeof createSpender>, goods: readonly Offer[]): Promise<void> {
  const [, second, third] = goods;
  for (const [at, offer] of [second, third].entries()) {
    if (offer === undefined) continue;
    const quantity = at + 1;
    const { goods_id, sub_id, price } = offer;
    const wish = { goods_id, sub_id, quantity, max_total: multiplyMoney(parseMoney(price), quantity) };
    await spender.purchase(wish, { idempotencyKey: `asked-${at}`, approval: 'owner', again: true });
  }
  await spender.trade(
    { sku_id: 102, quantity: 1, max_total: 100 },
    { idempotencyKey: 'asked-trade', approval: 'owner', again: true },
  );
}

const [dataDir, configDir] = process.argv.slice(2);
if (import.meta.main && dataDir !== undefined && configDir !== undefined) await seed(dataDir, configDir);
