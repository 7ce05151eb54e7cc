import { KamikitError, parseMoney } from '@kamikit/core';
import type { Calls } from './calls.ts';
import type { EntryDo, OwnerDo } from './commands.ts';
import { readFile } from './disk.ts';
import type { Owner } from './owner.ts';
import { SUPPLIER_KEY } from './supplier.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** Something about one of the entries that are in the file by now. */
export function workOnEntry(owner: Owner, what: EntryDo, which: number, world: World, calls: Calls): void {
  const rows = rowsOf(world, 'select id, kind, idempotency_key as key from entries order by rowid');
  const row = rows[which % Math.max(1, rows.length)];
  if (row === undefined) return;
  const id = String(row.id);
  const deal = `${row.kind} ${row.key}`;
  const { spender } = owner;
  const does = {
    approve: () => spender.approve(id, { by: 'page' }),
    decline: () => spender.decline(id, { by: 'page' }),
    await: () => spender.awaitDecision(id, { maxWaitMs: 45_000 }),
    follow: () => spender.follow(id, { maxWaitMs: 45_000 }),
    reconcile: () => spender.reconcile(id),
    mark: () => spender.markCards(id),
    settle: () => spender.settleByOwner(id, wasDelivered(deal, world) ? 'delivered' : 'failed'),
  };
  calls.begin(owner, what === 'approve' ? deal : `${what} ${deal}`, does[what]);
}

/** Its owner has looked at the shop's own website. */
function wasDelivered(deal: string, { deeds }: World): boolean {
  return deeds.some(({ call, cards }) => call.startsWith(`${deal} #`) && cards.length > 0);
}

/** Something about no entry in particular. */
export function workOnLedger(owner: Owner, what: OwnerDo, world: World, calls: Calls): void {
  const { spender } = owner;
  const inLedger = async <T>(work: (ledger: Awaited<ReturnType<Owner['ledger']>>) => Promise<T>) =>
    work(await owner.ledger());
  const does: Readonly<Record<OwnerDo, () => Promise<unknown>>> = {
    look: () => spender.lookAgain({ evenIfNotDue: true }),
    follow_orders: () => followOrders(owner, world),
    mandate: () =>
      inLedger((ledger) =>
        ledger.addMandate({ max_order: parseMoney(20), per_day: parseMoney(30) }, 'owner'),
      ),
    revoke: () =>
      inLedger(async (ledger) => {
        const [first] = await ledger.mandates();
        return first && ledger.revokeMandate(first.id, 'owner');
      }),
    stop: () => inLedger((ledger) => ledger.stop('owner')),
    resume: () => inLedger((ledger) => ledger.liftStop('owner')),
    lift: () => inLedger((ledger) => ledger.liftSuspensions()),
    verify: () => inLedger(async (ledger) => assertNothingFound(await ledger.verify())),
    list: () =>
      inLedger((ledger) =>
        Promise.all([ledger.list(), ledger.summary(), ledger.budget(), ledger.mandates({ all: true })]),
      ),
  };
  calls.begin(owner, what, does[what]);
}

/** All orders at once, with one that the shop does not know: each is told, or why not. */
async function followOrders({ spender }: Owner, world: World): Promise<void> {
  const orders = rowsOf(
    world,
    "select reference from entries where kind = 'purchase' and reference is not null",
  );
  const numbers = [...orders.map(({ reference }) => String(reference)), 'NOSUCHORDER00000'];
  const answers = await spender.followOrders(numbers, { maxWaitMs: 45_000 });
  if (answers.length !== numbers.length)
    throw new Violation('every call is answered', `${answers.length} answers about ${numbers.length} orders`);
  const odd = answers.find((each) => each.status === 'rejected' && !(each.reason instanceof KamikitError));
  if (odd?.status === 'rejected') throw odd.reason;
}

/** What a supplier tells unasked, as often as it likes; `isForged`: somebody else tells it. */
export function notify(
  owner: Owner,
  { which, times, isForged }: { which: number; times: number; isForged: boolean },
  { supplier }: World,
  calls: Calls,
): void {
  const trades = [...supplier.trades.values()];
  const trade = trades[which % Math.max(1, trades.length)];
  if (trade === undefined) return;
  const handle = owner.spender.notificationHandler({ secret: SUPPLIER_KEY });
  for (let time = 0; time < times; time += 1) {
    const request = supplier.notificationOf(trade, isForged);
    calls.begin(owner, `notify ${trade.item_trade_no}`, () => handle(request));
  }
}

/** None where there is no ledger yet. */
function rowsOf({ place }: World, query: string): Array<Record<string, unknown>> {
  try {
    return readFile(place.ledger.path, (database) => database.prepare(query).all());
  } catch {
    return [];
  }
}

function assertNothingFound(found: readonly { what: string }[]): void {
  if (found.length > 0)
    throw new Violation('the events account for the entries', found.map(({ what }) => what).join(' '));
}
