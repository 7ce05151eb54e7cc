import { describe, expect, it } from 'vitest';
import { judge } from './doubt.ts';
import { movedTo } from './moved.ts';

const LEDGER = 'a'.repeat(32);
const NONE = { own: undefined, gone: undefined };
const head = (seq: number, hash = 'known') => ({ ledger: LEDGER, seq, hash });
const seen = (seq: number, by = 'page') => ({
  ledger: LEDGER,
  last: { seq, hash: 'seen', detail: JSON.stringify({ by }) },
});

describe('a ledger', () => {
  it('of which nothing is remembered, or whose head is where it was, may spend', () => {
    expect(judge('/l', seen(3), NONE, undefined)).toBeNull();
    expect(judge('/l', seen(3), { ...NONE, own: head(2) }, 'known')).toBeNull();
  });

  it.each([
    [{ ...seen(3), last: null }, head(3), undefined, 'its last 3 events are missing'],
    [seen(1), head(3), undefined, 'its last 2 events are missing'],
    [seen(2), head(3), undefined, 'its last event is missing'],
    [seen(2, movedTo('postgres://db/kamikit')), head(3), undefined, 'was moved, and has gone on'],
    [seen(3), head(3), 'seen', 'its events differ'],
    [seen(4), head(3), 'another', 'its events differ'],
  ])('that does not continue what is remembered is told by how much: %#', (is, own, at, told) => {
    expect(judge('/l', is, { ...NONE, own }, at)).toContain(told);
  });

  it.each([
    [1, 'has vanished: it held 1 event.'],
    [2, 'has vanished: it held 2 events.'],
  ])('that vanished is told by what it held: %i', (seq, told) => {
    expect(judge('/l', { ledger: null, last: null }, { ...NONE, gone: head(seq) }, undefined)).toContain(
      told,
    );
  });
});
