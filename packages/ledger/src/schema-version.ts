import { KamikitError, type Outcome } from '@kamikit/core';
import { migrations } from './migrations/in-order.ts';

/** @throws {KamikitError} `config_invalid` for a newer version's. */
export function assertKnown(version: number, place: string, outcome: Outcome): void {
  if (version <= migrations.length) return;
  throw new KamikitError(
    `The ledger ${place} was written by a newer version (schema ${version}; this one knows ${migrations.length}).`,
    {
      code: 'config_invalid',
      outcome,
      neverSent: outcome === 'not_committed',
      hint: 'Update this program and restart it, or keep the ledger in another folder.',
    },
  );
}

/** What brings a ledger of this version up to date. @throws {KamikitError} `config_invalid` for a newer version's. */
export function pendingMigrations(version: number, place: string) {
  assertKnown(version, place, 'not_committed');
  return migrations.slice(version);
}
