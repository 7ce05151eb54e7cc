import type { DueEntry, LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { lookAgain } from './look-again.ts';
import { madeEntry, madeParts } from './testing/made-ledger.ts';
import { START } from './testing/open-shop.ts';

const NUMBER = '2'.repeat(24);

/** A round over these entries, each of which fails to be looked at; gives those that were tried. */
async function round(
  entries: readonly LedgerEntry[],
  stopAfter = Number.POSITIVE_INFINITY,
  claimMs = 60_000,
) {
  const cancel = new AbortController();
  const claimed: unknown[] = [];
  const [tried, putOff]: [string[], string[]] = [[], []];
  const parts = madeParts({});
  const ledger = Object.assign(await parts.ledger(), {
    async claimDue(wish: unknown) {
      claimed.push(wish);
      if (stopAfter === 0) cancel.abort();
      const due = entries.map((entry) => ({ ...entry, claimed_until_ms: START + claimMs }));
      return claimed.length === 1 ? due : [];
    },
    async putOff({ id }: Pick<DueEntry, 'id'>) {
      putOff.push(id);
    },
  });
  const look = { evenIfNotDue: true, signal: cancel.signal };
  const onFailure = (id: string) => {
    tried.push(id);
    if (tried.length === stopAfter) cancel.abort();
  };
  await lookAgain({ ...look, onFailure }, { ...parts, ledger: async () => ledger });
  return { tried, claimed, putOff };
}

describe('a round', () => {
  it('is over twenty entries at most', async () => {
    expect((await round([])).claimed).toEqual([{ limit: 20, kinds: null, evenIfNotDue: true }]);
  });

  it('is followed by others until nothing is due, which are over no more than that', async () => {
    const some = Array.from({ length: 20 }, () => madeEntry({}));
    expect((await round(some)).claimed.slice(1)).toEqual([{ limit: 20, kinds: null, evenIfNotDue: false }]);
  });

  it('puts off what it looked at, and leaves to others what it was kept from looking at', async () => {
    const entries = ['first', 'second', 'third'].map((id) => madeEntry({ id }));
    expect((await round(entries)).putOff).toEqual(['first', 'second', 'third']);
    expect((await round(entries, 1)).putOff).toEqual(['first']);
  });

  it('looks at nothing that others may look at by now', async () => {
    const entries = ['first', 'second'].map((id) => madeEntry({ id }));
    expect((await round(entries, Number.POSITIVE_INFINITY, 0)).tried).toEqual([]);
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
