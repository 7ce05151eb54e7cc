import type { Kysely } from 'kysely';
import type { LedgerSchema } from './schema.ts';

/** What is bought: by the account's own number for it, in one kind of entry. */
export interface BoughtGood {
  kind: string;
  /** The marks of the account: more than one where it was known by another. */
  accounts: readonly string[];
  good: string;
}

/** How much of it there is beside what is on the shelf, in pieces. */
export interface Held {
  /** Ordered and not delivered yet, or nobody knows: it may yet come. */
  on_the_way: number;
  /** Delivered, and not marked as used. */
  unused: number;
}

const MAY_COME = ['awaiting_approval', 'prepared', 'sent', 'pending', 'unknown'] as const;

/** What the ledger says about one good, whoever bought it. */
export async function readHeld(db: Kysely<LedgerSchema>, asked: BoughtGood): Promise<Held> {
  const { kind, accounts, good } = asked;
  const rows = await db
    .selectFrom('entries')
    .select(['quantity', 'unused'])
    .where('kind', '=', kind)
    .where('account', 'in', accounts)
    .where('good', '=', good)
    .where(({ eb, or }) => or([eb('state', 'in', MAY_COME), eb('unused', '>', 0)]))
    .execute();
  const held = { on_the_way: 0, unused: 0 };
  for (const { quantity, unused } of rows) {
    const pieces = quantity ?? 1;
    // One piece may be many lines long.
    if (unused !== null && unused > 0) held.unused += Math.min(pieces, unused);
    else held.on_the_way += pieces;
  }
  return held;
}
