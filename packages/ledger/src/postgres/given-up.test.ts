import { describe, expect, it } from 'vitest';
import { cutter } from '../testing/cutter.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

/** The first commit since, and everything after it. */
function fromCommit(when: 'before' | 'after') {
  let isCut = false;
  return (sent: string) => {
    if (isCut) return 'before';
    isCut = /\bcommit\b/.test(sent);
    return isCut ? when : null;
  };
}

describe('a connection that is cut', () => {
  /** Whose commit was made, and nobody could tell it of that. */
  async function unanswered() {
    const opened = await cutter({ busyTimeoutMs: 300 });
    const { ledger, cut } = opened;
    cut.when = fromCommit('after');
    const shop = upstream(delivered);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
      ...{ code: 'config_invalid', neverSent: true, retryable: true },
      message: expect.stringContaining('could not be asked'),
    });
    expect(shop.orders).toEqual([]);
    return { ...opened, shop };
  }

  it('at a commit, and for good then: nothing is sent, and its key is free once the server is there again', async () => {
    const { ledger, path, cut, shop } = await unanswered();
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
    expect(await ledger.replay(wish())).toBeNull();
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
    const entries = 'select state, never_sent from entries order by created_ms';
    expect(await byHand(path, entries)).toEqual([
      { state: 'refused', never_sent: 1 },
      { state: 'completed', never_sent: 0 },
    ]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('and cut again as that is recorded: it is recorded with the next wish', async () => {
    const { ledger, path, cut } = await unanswered();
    cut.when = fromCommit('before');
    await expect(ledger.recover()).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    await ledger.assertAllowed(wish({ idempotencyKey: 'another' }));
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'refused' }]);
  });
});
