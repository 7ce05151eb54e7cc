import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, MandateTerms, Wish } from './index.ts';
import { asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, refusal, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;
const TEN = { max_order: parseMoney(10) };

let count = 0;

/** What becomes of another wish: sent by a mandate, or left to the owner. */
async function buy(ledger: Ledger, changes: Partial<Wish> = {}, shop = upstream(delivered)) {
  count += 1;
  const key = { idempotencyKey: `key-${count}` };
  return ledger.execute(asked({ ...key, ...changes }), shop.send);
}

const stateOf = async (...args: Parameters<typeof buy>) => (await buy(...args)).state;

describe('a mandate', () => {
  it('lets through what is inside it, unasked, and each use names it', async () => {
    const { ledger } = await clocked();
    const { id } = await ledger.addMandate(TEN, 'command line');
    expect(await buy(ledger)).toMatchObject({
      ...{ state: 'completed', mandate: id, quote_until: null, decided_by: null },
    });
    expect(await ledger.mandates()).toMatchObject([{ id, uses: 1, used_today: '3', used_this_week: '3' }]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('is not needed, and not used, by what nobody has to allow', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate(TEN, 'page');
    expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject({ mandate: null });
    expect(await ledger.mandates()).toMatchObject([{ uses: 0 }]);
  });

  it('is told as it was given, with who gave it and when', async () => {
    const { ledger } = await clocked();
    const terms: MandateTerms = {
      ...{ max_order: parseMoney(5), per_day: parseMoney(20), per_week: parseMoney(50) },
      ...{ goods: ['12', '13/4'], account: 'shop', kinds: ['purchase'], until: '2026-12-31' },
    };
    const added = await ledger.addMandate(terms, 'page');
    expect(added).toMatchObject({ ...terms, created_by: 'page', created_at: '2026-11-20T12:00:00+08:00' });
    expect(await ledger.mandates()).toEqual([added]);
    const [one, other] = [await ledger.addMandate(TEN, 'page'), await ledger.addMandate(TEN, 'page')];
    expect((await ledger.mandates()).map(({ id }) => id)).toEqual([added.id, one.id, other.id]);
    expect(one).toMatchObject({ goods: null, account: null, kinds: ['purchase', 'supplier_trade'] });
  });

  it.each<[string, Partial<MandateTerms>, Partial<Wish>, string, string]>([
    ['order', { max_order: parseMoney(3) }, { amount: parseMoney('3.01') }, 'completed', 'awaiting_approval'],
    [
      'account',
      { ...TEN, account: 'shop' },
      { evidence: { account: 'x' } },
      'completed',
      'awaiting_approval',
    ],
    [
      'account, where there is none',
      { ...TEN, account: 'shop' },
      { evidence: {} },
      'completed',
      'awaiting_approval',
    ],
    ['kind', { ...TEN, kinds: ['purchase'] }, { kind: 'supplier_trade' }, 'completed', 'awaiting_approval'],
    ['kind by default', TEN, { kind: 'use_card', amount: null }, 'completed', 'awaiting_approval'],
    ['good', { ...TEN, goods: ['12'] }, { good: '13/34' }, 'completed', 'awaiting_approval'],
    [
      'good, and not what only begins like it',
      { ...TEN, goods: ['12'] },
      { good: '123' },
      'completed',
      'awaiting_approval',
    ],
    ['specification', { ...TEN, goods: ['12/34'] }, { good: '12/35' }, 'completed', 'awaiting_approval'],
    [
      'good, where there is none',
      { ...TEN, goods: ['12'] },
      { good: null },
      'completed',
      'awaiting_approval',
    ],
  ])('is limited by %s', async (_, terms, outside, inTerms, beyond) => {
    const { ledger } = await clocked();
    await ledger.addMandate(terms, 'page');
    expect(await stateOf(ledger)).toBe(inTerms);
    expect(await stateOf(ledger, outside)).toBe(beyond);
  });

  it.each([
    ['day', { per_day: parseMoney(6) }, DAY_MS],
    ['week', { per_week: parseMoney(6) }, 3 * DAY_MS],
  ])('for a %s covers no more than that, and anew in the next one', async (_, terms, toNext) => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate(terms, 'page');
    const states = [await stateOf(ledger), await stateOf(ledger), await stateOf(ledger)];
    expect(states).toEqual(['completed', 'completed', 'awaiting_approval']);
    // Noon on Friday: by then it is Saturday, or Monday; right before, it is neither.
    const midnight = Date.parse('2026-11-20T00:00:00+08:00') + toNext;
    clock.ms = midnight - 1;
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    clock.ms = midnight;
    expect(await stateOf(ledger)).toBe('completed');
  });

  it('for a week that began on Monday counts what was used on Monday', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-16T00:00:00+08:00');
    expect(await stateOf(ledger)).toBe('completed');
    clock.ms = Date.parse('2026-11-22T23:59:59+08:00');
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('ends with its last day', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate({ ...TEN, until: '2026-11-20' }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59+08:00');
    expect(await stateOf(ledger)).toBe('completed');
    clock.ms += 1_000;
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    expect(await ledger.mandates()).toEqual([]);
    expect(await ledger.mandates({ all: true })).toMatchObject([{ id, revoked_at: null, uses: 1 }]);
  });

  it('is used by what was charged above the quote, too', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(10) }, 'page');
    await buy(ledger, {}, upstream({ ...delivered, charged: parseMoney(8) }));
    await ledger.liftSuspensions();
    expect(await ledger.mandates()).toMatchObject([{ used_today: '8' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it.each([
    ['is refused', refusal(), '0', 0],
    ['is lost', undefined, '3', 1],
  ])('is used by what is sent, whatever becomes of it; not by what %s', async (_, answer, used, uses) => {
    const { ledger } = await clocked();
    await ledger.addMandate(TEN, 'page');
    await buy(ledger, {}, upstream(answer ?? { state: 'unknown' })).catch(() => {});
    expect(await ledger.mandates()).toMatchObject([{ used_today: used, uses }]);
  });

  it('is free again of what the account shows to have come back', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const { id } = await buy(ledger, {}, upstream({ state: 'refunded' }));
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    await ledger.settle(id, { state: 'refunded', isRefundShown: true });
    expect(await stateOf(ledger)).toBe('completed');
  });

  it('gives way to another one that has room', async () => {
    const { ledger } = await clocked();
    const first = await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const second = await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const used = [(await buy(ledger)).mandate, (await buy(ledger)).mandate, (await buy(ledger)).mandate];
    expect(used).toEqual([first.id, second.id, null]);
  });

  it('of several limits covers what each of them has room for, of any of its goods', async () => {
    const { ledger } = await clocked();
    const limits = { max_order: parseMoney(10), per_day: parseMoney(5), per_week: parseMoney(20) };
    await ledger.addMandate({ ...limits, goods: ['12', '56'] }, 'page');
    expect(await stateOf(ledger, { amount: parseMoney(6) })).toBe('awaiting_approval');
    expect(await stateOf(ledger, { good: '56/7', amount: parseMoney(2) })).toBe('completed');
    expect(await stateOf(ledger, { good: '12/34', amount: parseMoney(3) })).toBe('completed');
  });

  it('tells what it was used for when it is revoked, and when the clock was set back, too', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate({ per_week: parseMoney(20) }, 'page');
    await buy(ledger);
    clock.ms += DAY_MS;
    await buy(ledger);
    const used = { used_today: '3', used_this_week: '6' };
    expect(await ledger.mandates()).toMatchObject([used]);
    clock.ms -= DAY_MS;
    expect(await ledger.mandates()).toMatchObject([used]);
    await ledger.revokeMandate(id, 'page');
    expect(await ledger.mandates({ all: true })).toMatchObject([{ ...used, uses: 2 }]);
  });

  it('is given back in its own week alone what turns out not to have happened', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(20) }, 'page');
    const { entry } = await ledger.prepare(asked());
    await ledger.markSent(entry.id);
    clock.ms += 3 * DAY_MS;
    await buy(ledger);
    await ledger.settle(entry.id, { state: 'refused' });
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '3' }]);
  });

  it('that has no room by midnight leaves its place to another, which counts the use', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    await ledger.addMandate({ per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const { entry } = await ledger.prepare(asked());
    clock.ms += 1;
    expect(await stateOf(ledger)).toBe('completed');
    await ledger.markSent(entry.id);
    expect(await ledger.mandates()).toMatchObject([
      { used_today: '3', used_this_week: '3' },
      { used_today: '3', used_this_week: '3' },
    ]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('goes on with what it was used for once the history was accepted', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(6) }, 'page');
    await buy(ledger);
    clock.ms += DAY_MS;
    await buy(ledger);
    await ledger.acceptHistory();
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '6' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('goes no further than the budgets', async () => {
    const { ledger } = await clocked({ dailyBudget: parseMoney(5), maxOrderTotal: parseMoney(4) });
    await ledger.addMandate({ per_day: parseMoney(100) }, 'page');
    await expect(buy(ledger, { amount: parseMoney('4.01') })).rejects.toMatchObject({ code: 'over_budget' });
    expect(await stateOf(ledger)).toBe('completed');
    await expect(buy(ledger)).rejects.toMatchObject({ code: 'over_budget' });
  });

  it('through several ledgers at the same moment covers no more than its limit', async () => {
    const { open } = await clocked();
    const ledgers = [await open(), await open(), await open(), await open()];
    await ledgers[0]?.addMandate({ per_day: parseMoney(15) }, 'page');
    const states = await Promise.all(Array.from({ length: 12 }, (_, n) => stateOf(ledgers[n % 4] as Ledger)));
    expect(states.filter((state) => state === 'completed')).toHaveLength(5);
  });

  it('that was used right before midnight counts for the day on which it left', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3), per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const early = await ledger.prepare(asked({ idempotencyKey: 'early' }));
    clock.ms += 1;
    await ledger.markSent(early.entry.id);
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '3' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('whose new day is used up by then keeps it from leaving, and the key free', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const early = await ledger.prepare(asked({ idempotencyKey: 'early' }));
    clock.ms += 1;
    expect(await stateOf(ledger)).toBe('completed');
    await expect(ledger.markSent(early.entry.id)).rejects.toMatchObject({
      ...{ code: 'declined', neverSent: true, retryable: true },
    });
  });
});

describe('what costs nothing', () => {
  it('can be allowed without a limit in yuan', async () => {
    const { ledger } = await clocked();
    const use = { kind: 'use_card', amount: null, good: null };
    expect(await stateOf(ledger, use)).toBe('awaiting_approval');
    await ledger.addMandate({ kinds: ['use_card'] }, 'page');
    expect(await stateOf(ledger, use)).toBe('completed');
    expect(await stateOf(ledger, { ...use, amount: parseMoney(1) })).toBe('awaiting_approval');
  });
});

describe('a mandate is refused', () => {
  it.each<[string, Partial<MandateTerms>]>([
    ['that limits nothing', {}],
    ['that limits only what is bought', { goods: ['12'] }],
    ['that limits what costs nothing beside what spends', { kinds: ['use_card', 'purchase'] }],
    ['for no money', { max_order: parseMoney(0) }],
    ['for less than none', { ...TEN, per_day: parseMoney(-1) }],
    ['for no kind', { ...TEN, kinds: [] }],
    ['for no good', { ...TEN, goods: [] }],
    ['until no day', { ...TEN, until: '2026-02-30' }],
  ])('%s', async (_, terms) => {
    const { ledger } = await clocked();
    await expect(ledger.addMandate(terms, 'page')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(() => ledger.assertMandate(terms)).toThrow('was not added');
    expect(await ledger.mandates({ all: true })).toEqual([]);
  });
});

describe('revoking', () => {
  it('is noticed by the very next wish, through whichever ledger', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    const { id } = await ledger.addMandate(TEN, 'page');
    expect(await stateOf(other)).toBe('completed');
    expect(await ledger.revokeMandate(id, 'page')).toMatchObject({ revoked_at: '2026-11-20T12:00:00+08:00' });
    expect(await stateOf(other)).toBe('awaiting_approval');
    expect(await other.mandates()).toEqual([]);
    expect(await other.mandates({ all: true })).toMatchObject([
      { id, revoked_at: expect.any(String), uses: 1 },
    ]);
  });

  it('keeps what another process had prepared from being sent, and frees its key', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    const { id } = await ledger.addMandate(TEN, 'page');
    const { entry } = await other.prepare(asked());
    await ledger.revokeMandate(id, 'page');
    await expect(other.markSent(entry.id)).rejects.toMatchObject({
      ...{ code: 'declined', neverSent: true, message: expect.stringContaining('was revoked') },
    });
    const shop = upstream(delivered);
    expect(await other.sendApproved(entry, shop.send)).toMatchObject({ state: 'refused', never_sent: true });
    expect(shop.orders).toEqual([]);
    expect(await other.execute(asked(), shop.send)).toMatchObject({ state: 'awaiting_approval' });
  });

  it('of another mandate, or a limit that its own use fills, keeps nothing from being sent', async () => {
    const { ledger } = await clocked();
    const { id } = await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const { entry } = await ledger.prepare(asked());
    await ledger.revokeMandate((await ledger.addMandate(TEN, 'page')).id, 'page');
    expect(await ledger.markSent(entry.id)).toMatchObject({ state: 'sent', mandate: id });
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3' }]);
  });

  it('leaves what went by it no room that another mandate has used', async () => {
    const { ledger } = await clocked();
    const { id } = await ledger.addMandate({ max_order: parseMoney(3) }, 'page');
    const { entry } = await ledger.prepare(asked());
    await ledger.addMandate({ per_day: parseMoney(5) }, 'page');
    await ledger.revokeMandate(id, 'page');
    expect(await stateOf(ledger)).toBe('completed');
    await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ code: 'declined' });
  });

  it('can be done again, and names what is not there', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate(TEN, 'page');
    const revoked = await ledger.revokeMandate(id, 'page');
    clock.ms += MINUTE_MS;
    expect(await ledger.revokeMandate(id, 'page')).toEqual(revoked);
    await expect(ledger.revokeMandate('none', 'page')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a hand at the file', () => {
  async function signed() {
    const integrity = { folder: scratchFolder() };
    const place = await clocked({ integrity });
    const edit = (sql: string) => byHand(place.path, sql);
    return { ...place, edit };
  }

  const terms = JSON.stringify({
    mandate: 'x',
    by: 'page',
    terms: {
      ...TEN,
      per_day: null,
      per_week: null,
      goods: null,
      account: null,
      kinds: ['purchase'],
      until: null,
    },
  });

  it('that widens a mandate makes it cover nothing, and verification names it', async () => {
    const { ledger, edit } = await signed();
    await ledger.addMandate({ max_order: parseMoney(1) }, 'page');
    await ledger.prepare(wish());
    await edit(`update events set detail = replace(detail, '"max_order":"1"', '"max_order":"10"')`);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    expect(await ledger.mandates({ all: true })).toEqual([]);
    expect(await ledger.verify()).toEqual([
      { entryId: null, what: 'Event 1 was altered, or signed with another key.' },
    ]);
  });

  it('that adds a mandate stops all spending', async () => {
    const { ledger, edit } = await signed();
    await ledger.prepare(wish());
    await edit(
      `insert into events (seq, at_ms, who, action, detail, prev, hash) select seq + 1, at_ms, who, 'mandate added', '${terms}', hash, 'made up' from events order by seq desc limit 1`,
    );
    await expect(buy(ledger)).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.mandates({ all: true })).toEqual([]);
    expect(await ledger.verify()).not.toEqual([]);
  });

  it('that puts a mandate in place of an earlier event gains nothing, and verification names it', async () => {
    const { ledger, edit } = await signed();
    await ledger.prepare(wish());
    await ledger.prepare(wish({ idempotencyKey: 'other' }));
    await edit(
      `update events set action = 'mandate added', entry_id = null, content = null, detail = '${terms}' where seq = 1`,
    );
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    expect(await ledger.mandates({ all: true })).toEqual([]);
    expect((await ledger.verify()).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^Event 1 was altered/),
    );
  });

  it.each([
    ['alters the revocation', "update events set action = 'mandate kept' where action = 'mandate revoked'"],
    ['makes it an entry’s', "update events set entry_id = 'x' where action = 'mandate revoked'"],
    ['deletes it', "delete from events where action = 'mandate revoked'"],
  ])('that %s gains nothing, and verification names it', async (_, sql) => {
    const { ledger, edit } = await signed();
    const { id } = await ledger.addMandate(TEN, 'page');
    await ledger.revokeMandate(id, 'page');
    await ledger.prepare(wish());
    await edit(sql);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    expect(await ledger.mandates({ all: true })).toEqual([]);
    expect((await ledger.verify()).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^Event 2 (was altered|is missing)/),
    );
  });

  it.each([
    ['takes its name off what it was used for', 'mandate = null'],
    ['says that it was free', "amount = '0'"],
    ['says that it was refused', "state = 'refused'"],
    ['says that it came back', 'refund_shown = 1'],
    ['says that it was another day’s', "day = '2026-11-01'"],
  ])('that %s frees nothing of a mandate, until the owner accepts it', async (_, columns) => {
    const { ledger, edit } = await signed();
    await ledger.addMandate({ per_day: parseMoney(5), per_week: parseMoney(5) }, 'page');
    await buy(ledger);
    await edit(`update entries set ${columns}`);
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '3' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    await ledger.acceptHistory();
    expect(await stateOf(ledger)).toBe('completed');
  });

  it.each([
    ['raises what is open', "amount = '50', agreed = '50'"],
    ['puts it under another mandate', "mandate = (select max(mandate) from entries), amount = '50'"],
  ])('that %s before it is refused frees nothing', async (_, columns) => {
    const { ledger, edit } = await signed();
    await ledger.addMandate({ per_day: parseMoney(7) }, 'page');
    await buy(ledger);
    const open = await buy(ledger, {}, upstream({ state: 'unknown' })).catch(({ entryId }) => entryId);
    const id = typeof open === 'string' ? open : open.id;
    await edit(`update entries set ${columns} where id = '${id}'`);
    await ledger.settle(id, { state: 'refused' });
    expect(await ledger.mandates()).toMatchObject([{ used_today: '6' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('that puts what is prepared under another mandate frees nothing of that', async () => {
    const { ledger, edit } = await signed();
    await ledger.addMandate({ per_day: parseMoney(10), goods: ['12'] }, 'page');
    const { id } = await ledger.addMandate({ per_day: parseMoney(5), goods: ['9'] }, 'page');
    await buy(ledger, { good: '9/9' });
    const { entry } = await ledger.prepare(asked());
    await edit(`update entries set mandate = '${id}' where id = '${entry.id}'`);
    expect(await ledger.markSent(entry.id)).toMatchObject({ state: 'sent' });
    expect(await ledger.mandates()).toMatchObject([{}, { id, used_today: '3' }]);
    expect(await stateOf(ledger, { good: '9/9' })).toBe('awaiting_approval');
  });

  it('that deletes what a mandate was used for frees nothing of it', async () => {
    const { ledger, edit } = await signed();
    await ledger.addMandate({ per_day: parseMoney(5) }, 'page');
    await buy(ledger);
    await edit('delete from entries');
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('that restores a backup loses all mandates with the past: one may have been revoked in it', async () => {
    const { ledger, edit, open } = await signed();
    const { id } = await ledger.addMandate(TEN, 'page');
    await ledger.revokeMandate(id, 'page');
    await ledger.close();
    await edit(`delete from events where action = 'mandate revoked'`);
    const restored = await open();
    await expect(buy(restored)).rejects.toMatchObject({ code: 'suspended' });
    await restored.acceptHistory();
    expect(await stateOf(restored)).toBe('awaiting_approval');
    await restored.addMandate(TEN, 'page');
    expect(await stateOf(restored)).toBe('completed');
  });
});
