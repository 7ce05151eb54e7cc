import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { lookAgain } from './look-again.ts';
import { madeEntry, madeParts } from './testing/made-ledger.ts';

const NUMBER = '2'.repeat(24);

/** A round over these entries, each of which fails to be looked at; gives those that were tried. */
async function round(entries: readonly LedgerEntry[], stopAfter = Number.POSITIVE_INFINITY) {
  const cancel = new AbortController();
  const claimed: unknown[] = [];
  const tried: string[] = [];
  const parts = madeParts({});
  const ledger = Object.assign(await parts.ledger(), {
    async claimDue(wish: unknown) {
      claimed.push(wish);
      if (stopAfter === 0) cancel.abort();
      return claimed.length === 1 ? entries : [];
    },
  });
  const look = { evenIfNotDue: true, signal: cancel.signal };
  const onFailure = (id: string) => {
    tried.push(id);
    if (tried.length === stopAfter) cancel.abort();
  };
  await lookAgain({ ...look, onFailure }, { ...parts, ledger: async () => ledger });
  return { tried, claimed };
}

describe('a round', () => {
  it('is over twenty entries at most', async () => {
    expect((await round([])).claimed).toEqual([{ limit: 20, evenIfNotDue: true }]);
  });

  it('is followed by another where it held some, as more may be due by then, unless it was full', async () => {
    const some = (count: number) => Array.from({ length: count }, () => madeEntry({}));
    const claims = async (count: number) => (await round(some(count))).claimed.slice(1);
    expect(await claims(1)).toEqual([{ limit: 20, evenIfNotDue: false }]);
    expect(await claims(19)).toHaveLength(1);
    expect(await claims(20)).toEqual([]);
  });

  it('looks at each that its upstream can tell of', async () => {
    const entries = [
      madeEntry({ id: 'unknown' }),
      madeEntry({ id: 'refunded', state: 'refunded' }),
      madeEntry({ id: 'pending', state: 'pending', reference: NUMBER }),
      madeEntry({ id: 'pending without a number', state: 'pending' }),
      madeEntry({
        id: 'pending, of a kind that nobody can ask for',
        state: 'pending',
        kind: 'use_card',
        reference: 'A',
      }),
      madeEntry({ id: 'of another version', kind: 'toString' }),
      madeEntry({ id: 'last' }),
    ];
    expect((await round(entries)).tried).toEqual(['unknown', 'refunded', 'pending', 'last']);
  });

  it.each([0, 1])('stops after %d, once nobody wants it any more', async (count) => {
    const entries = [madeEntry({ id: 'first' }), madeEntry({ id: 'second' })];
    expect((await round(entries, count)).tried).toEqual(['first'].slice(0, count));
  });

  it('claims nothing where nobody wanted it in the first place', async () => {
    const parts = madeParts({});
    await lookAgain({ signal: AbortSignal.abort() }, parts);
  });
});
