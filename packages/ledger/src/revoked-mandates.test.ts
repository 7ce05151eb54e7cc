import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, upstream } from './testing/scratch.ts';
import { stateOf, TEN } from './testing/under-mandates.ts';

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
