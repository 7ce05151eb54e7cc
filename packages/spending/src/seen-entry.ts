import { KamikitError } from '@kamikit/core';
import type { LedgerEntry, Person } from '@kamikit/ledger';
import type { Parts } from './parts.ts';

/** Whether somebody may know of an entry: whoever buys over the network knows of their own, everybody else of all. */
export function isSeenBy(person: Person | null, entry: Pick<LedgerEntry, 'person'>): boolean {
  return person === null || person.role !== 'buyer' || entry.person === person.name;
}

/** @throws {KamikitError} `not_found` for an id that the ledger does not hold, or that is somebody else's. */
export async function seenEntry(id: string, { ledger, person }: Parts): Promise<LedgerEntry> {
  const entry = await (await ledger()).get(id);
  if (entry !== null && isSeenBy(person, entry)) return entry;
  throw new KamikitError(`The ledger has no entry ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}
