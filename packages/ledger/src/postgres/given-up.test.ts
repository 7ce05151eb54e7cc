import { parseMoney } from '@kamikit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LedgerSettings, openLedger } from '../index.ts';
import { cutter } from '../testing/cutter.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';
import { thisUser } from '../this-user.ts';

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
  async function unanswered(settings: LedgerSettings = {}, asked = wish()) {
    const opened = await cutter({ ...settings, busyTimeoutMs: 300 });
    const { ledger, cut } = opened;
    cut.when = fromCommit('after');
    const shop = upstream(delivered);
    await expect(ledger.execute(asked, shop.send)).rejects.toMatchObject({
      ...{ code: 'config_invalid', neverSent: true, retryable: true },
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

  it('and neither does what was not sent count, though nobody asks for it again', async () => {
    const { ledger, cut, shop } = await unanswered({ dailyBudget: parseMoney(20) });
    cut.when = () => null;
    const other = wish({ idempotencyKey: 'another', amount: parseMoney(20) });
    expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
    let commits = 0;
    cut.when = (sent) => {
      if (/\bcommit\b/.test(sent)) commits += 1;
      return null;
    };
    // Once is enough.
    await ledger.budget();
    expect(commits).toBe(0);
  });

  it('and what another process took for sent meanwhile is put right', async () => {
    const { ledger, path, databaseUrl, cut } = await unanswered({ leaseMs: 1 });
    const other = await openLedger({ databaseUrl });
    onTestFinished(() => other.close());
    await other.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'unknown' }]);
    cut.when = () => null;
    await ledger.recover();
    expect(await byHand(path, 'select state, never_sent from entries')).toEqual([
      { state: 'refused', never_sent: 1 },
    ]);
  });

  it('and what somebody else holds by then is left to them', async () => {
    const { ledger, path, cut } = await unanswered();
    cut.when = () => null;
    await byHand(path, `update entries set owner_token = 'another', owner_host = 'elsewhere'`);
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
  });

  it('and what awaits its owner goes on doing so, and is sent by whoever hears their word', async () => {
    const approval = { quote: {}, validMs: 60_000 };
    const { ledger, path, databaseUrl, cut } = await unanswered({}, wish({ approval }));
    const other = await openLedger({ databaseUrl });
    onTestFinished(() => other.close());
    const [row] = await byHand(path, 'select id, state from entries');
    expect(row?.state).toBe('awaiting_approval');
    await other.approve(String(row?.id), { by: 'owner' });
    cut.when = () => null;
    await ledger.recover();
    expect(await other.markSent(String(row?.id))).toMatchObject({ state: 'sent' });
  });

  it('as it was only prepared: may still be sent by whoever finds it', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    cut.when = fromCommit('after');
    await expect(ledger.prepare(wish())).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    const { entry } = await ledger.prepare(wish());
    expect(await ledger.markSent(entry.id)).toMatchObject({ state: 'sent' });
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
  });

  it('and what is asked for under its key, while it is on its way, gives nothing of it up', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    const answer = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    const order = ledger.execute(wish(), async () => {
      sent.resolve();
      await answer.promise;
      return delivered;
    });
    await sent.promise;
    cut.when = fromCommit('after');
    const again = ledger.execute(wish(), upstream(delivered).send);
    await expect(again).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
    answer.resolve();
    expect(await order).toMatchObject(delivered);
  });

  it('and what somebody wished for is given up by whoever has the ledger, and by nobody in their name', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    const terms = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
    const { person } = await ledger.addPerson(terms, 'owner');
    cut.when = fromCommit('after');
    const wished = ledger.as(person).execute(wish(), upstream(delivered).send);
    await expect(wished).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('could not be asked'),
    });
    cut.when = () => null;
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
    const events = 'select who, to_state from events where entry_id is not null order by seq';
    expect(await byHand(path, events)).toEqual([
      { who: 'alice', to_state: 'prepared' },
      { who: 'alice', to_state: 'sent' },
      { who: thisUser(), to_state: 'refused' },
    ]);
  });

  it('and cut again as that is recorded: it is recorded with the next wish', async () => {
    const { ledger, path, cut } = await unanswered();
    cut.when = fromCommit('before');
    await expect(ledger.recover()).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    await ledger.assertAllowed(wish({ idempotencyKey: 'another' }));
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'refused' }]);
  });

  it('and what is damaged since stands in the way of nothing else', async () => {
    const { ledger, path, cut, shop } = await unanswered();
    cut.when = () => null;
    await byHand(path, `update entries set evidence = '{'`);
    await ledger.recover();
    const other = wish({ idempotencyKey: 'another' });
    expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
  });
});
