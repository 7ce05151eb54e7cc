import { join } from 'node:path';
import { expect } from 'vitest';
import { doubtAtStart } from '../at-start.ts';
import { openLedger } from '../index.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './scratch.ts';
import { byHand, isPostgres, placeAt } from './store.ts';

/** Where a ledger is, and what vouches for it outside of its file. */
export function place() {
  const path = join(scratchFolder(), 'ledger.db');
  const integrity = { folder: join(scratchFolder(), 'config') };
  return { path, integrity };
}

export type Place = ReturnType<typeof place>;

export const open = async ({ path, integrity }: Place) => openLedger({ ...(await placeAt(path)), integrity });

/** Buys under each key, and closes the ledger. */
export async function buy(at: Place, ...keys: string[]): Promise<void> {
  const ledger = await open(at);
  for (const idempotencyKey of keys) await ledger.execute(wish({ idempotencyKey }), upstream(delivered).send);
  await ledger.close();
}

/** Runs SQL on the ledger, as somebody with an editor would. */
export const edit = ({ path }: Place, sql: string) => byHand(path, sql);

/** What verification finds, where nothing is found that would keep a program from starting. */
export async function findings(at: Place): Promise<string[]> {
  if (at.integrity && !isPostgres) expect(doubtAtStart(at.path, at.integrity)).toBeNull();
  const ledger = await scratchLedger(at);
  return (await ledger.verify()).map(({ what }) => what);
}
