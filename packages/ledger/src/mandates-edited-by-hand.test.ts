import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { asked, clocked } from './testing/clocked.ts';
import { scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';
import { buy, stateOf, TEN } from './testing/under-mandates.ts';

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
