import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import type { SandboxState } from '@kamikit/sandbox';
import type { Stage } from './open-stage.ts';

/** How often each upstream did what an entry of this kind asks for. */
const COMMITTED: Readonly<Record<string, (state: SandboxState) => number>> = {
  purchase: ({ storefront }) => storefront.charges.length,
  supplier_trade: ({ supplier }) => supplier.charges.length,
  use_card: ({ cards }) => cards.uses.length,
  recharge_card: ({ cards }) => cards.recharges.length,
  generate_cards: ({ cards }) => cards.generated.length,
  delete_card: ({ cards }) => cards.deleted.length,
};

const PAID: readonly string[] = ['purchase', 'supplier_trade'];
const DONE: readonly string[] = ['completed', 'pending', 'failed', 'refunded'];

/** Longer than any upstream may take to show what it did. */
const LONG_ENOUGH_MS = 60 * 60 * 1000;

/** Finds out about what is open, then counts on both sides. */
export async function settle(stage: Stage): Promise<{ committed: number; wrongs: string[] }> {
  await stage.timing.sleep(LONG_ENOUGH_MS);
  const ledger = await stage.ledger();
  try {
    for (const { id } of await entriesIn(ledger, 'unknown'))
      await stage.client.callTool({ name: 'reconcile_ledger', arguments: { entry_id: id } });
    const wrongs = (await ledger.verify()).map(
      (found) => `the ledger does not verify: ${JSON.stringify(found)}`,
    );
    const counted = countedOnBothSides(await entriesIn(ledger), stage.sandbox.state());
    return { committed: counted.committed, wrongs: [...wrongs, ...counted.wrongs] };
  } finally {
    await ledger.close();
  }
}

async function entriesIn(ledger: Ledger, state?: LedgerEntry['state']): Promise<LedgerEntry[]> {
  const all = await Array.fromAsync(ledger.entries());
  return state === undefined ? all : all.filter((entry) => entry.state === state);
}

/** What the upstreams did is what the ledger says that they did; only what stays unknown may be either. */
function countedOnBothSides(entries: readonly LedgerEntry[], state: SandboxState) {
  const wrongs: string[] = [];
  let committed = 0;
  for (const [kind, count] of Object.entries(COMMITTED)) {
    const there = count(state);
    const own = entries.filter((entry) => entry.kind === kind);
    const done = own.filter((entry) => DONE.includes(entry.state)).length;
    const open = own.filter((entry) => entry.state === 'unknown').length;
    committed += there;
    if (there < done || there > done + open)
      wrongs.push(`${kind}: ${there} at the upstream, ${done} in the ledger and ${open} unknown`);
  }
  const charged = [
    ...state.storefront.charges.map(({ order_sn }) => order_sn),
    ...state.supplier.charges.map(({ item_trade_no }) => item_trade_no),
  ];
  const written = entries.filter(({ kind, state: is }) => PAID.includes(kind) && DONE.includes(is));
  for (const { id, reference } of written)
    if (reference === null || !charged.includes(reference))
      wrongs.push(`entry ${id}: ${reference} was not charged`);
  const references = written.map(({ reference }) => reference);
  for (const reference of new Set(references))
    if (references.indexOf(reference) !== references.lastIndexOf(reference))
      wrongs.push(`${reference} is in two entries`);
  for (const { id, state: is } of entries)
    if (is === 'prepared' || is === 'sent') wrongs.push(`entry ${id} is stuck as ${is}`);
  return { committed, wrongs };
}
