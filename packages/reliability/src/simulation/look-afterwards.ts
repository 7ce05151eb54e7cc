import type { LedgerEntry } from '@kamikit/ledger';
import type { Calls } from './calls.ts';
import { checkAll } from './invariants.ts';
import type { Owner } from './owner.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;

/**
 * Nothing fails any more and nobody else is there: what is open is settled, as far as anybody can tell, and both sides are
 * compared. What is open even then its owner settles by hand.
 * @throws {Violation}
 */
export async function lookAfterwards(world: World, calls: Calls): Promise<void> {
  const { machine, shop, branch, supplier, setting, deeds, place } = world;
  world.endAll();
  await machine.pass(HOUR_MS);
  const owners = await world.lastOwners();
  const [owner] = owners;
  if (owner === undefined) throw new TypeError('the last processes are always started');
  const ask = <T>(name: string, work: () => Promise<T>, by = owner) => calls.answerOf(by, name, work);
  const ledger = await ask('open', () => owner.ledger());
  for (const id of await ask('jobs', () => ledger.openJobs()))
    await ask('job', () => owner.spender.runJob(id));
  for (const hours of [0, 2, 10, 10]) {
    await machine.pass(hours * HOUR_MS);
    if (hours > 2) for (const upstream of [shop, branch, supplier]) upstream.finish();
    for (const each of owners) await ask('look', () => each.spender.lookAgain({ evenIfNotDue: true }), each);
  }
  const readAll = () => ask('read', () => Array.fromAsync(ledger.entries()));
  for (const { id } of await readAll())
    for (const each of owners) await ask('reconcile', () => each.spender.reconcile(id), each);
  const found = await ask('verify', () => ledger.verify());
  const mandates = await ask('mandates', () => ledger.mandates({ all: true }));
  const entries = await readAll();
  const told = calls.toldToOthers(owners);
  checkAll({ setting, path: place.ledger.path, deeds, told, entries, found, mandates });
  for (const entry of entries.filter(isOpen)) await ask('settle', () => settleByHand(owner, entry));
}

function isOpen({ state }: LedgerEntry): boolean {
  return state === 'unknown' || state === 'pending';
}

async function settleByHand({ spender }: Owner, { id }: LedgerEntry): Promise<void> {
  const { state } = await spender.settleByOwner(id, 'failed');
  if (state !== 'failed')
    throw new Violation('no entry is stuck', `${id} stays ${state} against its owner's word`);
}
