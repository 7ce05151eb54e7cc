import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, Role } from '../index.ts';
import { clocked } from '../testing/clocked.ts';
import { error, job } from '../testing/jobs.ts';
import { byHand } from '../testing/store.ts';

describe('the owner', () => {
  it('pauses, resumes and cancels, once or more often', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    for (const [action, state] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
      ['cancel', 'cancelled'],
    ] as const)
      expect(await ledger.controlJob(id, action, 'me')).toMatchObject({ state });
    await expect(ledger.controlJob(id, 'resume', 'me')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await ledger.claimItem(id)).toEqual({ over: 'cancelled' });
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'cancelled' });
  });

  it('sees why a job had stopped also after cancelling it, and no longer once it is resumed', async () => {
    const { ledger } = await clocked();
    const stopped = async (idempotencyKey: string) => {
      const { id } = (await ledger.startJob(job({ idempotencyKey }))).job;
      await ledger.claimItem(id);
      await ledger.settleItem(id, 1, { stop: error('over_budget') });
      return id;
    };
    expect(await ledger.controlJob(await stopped('a'), 'cancel', 'me')).toMatchObject({
      reason: { code: 'over_budget' },
    });
    expect(await ledger.controlJob(await stopped('b'), 'resume', 'me')).toMatchObject({ reason: null });
  });

  it('asking for a job that is not there hears so', async () => {
    const { ledger } = await clocked();
    expect(await ledger.job('none')).toBeNull();
    await expect(ledger.controlJob('none', 'pause', 'me')).rejects.toMatchObject({ code: 'not_found' });
    await expect(ledger.claimItem('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('may have a hand in everybody’s jobs, and whoever buys in their own alone', async () => {
    const { ledger } = await clocked();
    const [alice, bob] = [await somebody(ledger, 'alice', 'buyer'), await somebody(ledger, 'bob', 'buyer')];
    const owner = await somebody(ledger, 'carol', 'owner');
    const { id } = (await alice.startJob(job())).job;
    await expect(bob.controlJob(id, 'pause', 'bob')).rejects.toMatchObject({ code: 'not_found' });
    expect(await bob.findJob('j')).toBeNull();
    expect(await ledger.findJob('j')).toBeNull();
    expect(await alice.findJob('j')).toMatchObject({ id, person: { name: 'alice' } });
    expect(await ledger.jobIdsLike(id.slice(0, 12), 5)).toEqual([id]);
    expect(await ledger.jobIdsLike(id, 5, 'alice')).toEqual([id]);
    expect(await ledger.jobIdsLike(id, 5, 'bob')).toEqual([]);
    expect(await alice.controlJob(id, 'pause', 'alice')).toMatchObject({ state: 'paused' });
    expect(await owner.controlJob(id, 'cancel', 'carol')).toMatchObject({ state: 'cancelled' });
  });

  it('alone declines one that awaits a word, and ends none that was allowed by then', async () => {
    const { ledger } = await clocked();
    const alice = await somebody(ledger, 'alice', 'buyer');
    const owner = await somebody(ledger, 'carol', 'owner');
    const ask = async (idempotencyKey: string) => {
      const items = [{ goods: 1 }];
      const { id } = (await alice.startJob(job({ idempotencyKey, items, needsWord: true }))).job;
      const good = { name: 'A card', specification: null, quantity: 1, account: 'shop', good: null };
      await ledger.quoteItems(id, [{ number: 1, quote: { total: parseMoney(3), ...good } }]);
      return id;
    };
    const [declined, allowed] = [await ask('a'), await ask('b')];
    await expect(alice.declineJob(declined, 'alice')).rejects.toMatchObject({ code: 'read_only' });
    expect(await owner.declineJob(declined, 'carol')).toMatchObject({
      ...{ isOurs: true, job: { state: 'cancelled' } },
    });
    expect((await ledger.timeline(declined)).at(-1)).toMatchObject({
      ...{ action: 'job cancelled', detail: { by: 'carol' } },
    });
    expect(await ledger.declineJob(declined, 'me')).toMatchObject({ isOurs: false });
    await ledger.approveJob(allowed, 'me');
    expect(await owner.declineJob(allowed, 'carol')).toMatchObject({
      ...{ isOurs: false, job: { state: 'running' } },
    });
  });

  it('alone lets go on what an owner paused; what a buyer paused, the buyer does', async () => {
    const { ledger, path } = await clocked();
    const alice = await somebody(ledger, 'alice', 'buyer');
    const owner = await somebody(ledger, 'carol', 'owner');
    const { id } = (await alice.startJob(job())).job;
    for (const theirs of [owner, ledger]) {
      await alice.controlJob(id, 'pause', 'alice');
      expect(await alice.controlJob(id, 'resume', 'alice')).toMatchObject({ state: 'running' });
      await alice.controlJob(id, 'pause', 'alice');
      await theirs.controlJob(id, 'pause', 'carol');
      // That it is paused already is not said again by a buyer.
      await alice.controlJob(id, 'pause', 'alice');
      await expect(alice.controlJob(id, 'resume', 'alice')).rejects.toMatchObject({ code: 'declined' });
      expect(await ledger.job(id)).toMatchObject({ state: 'paused' });
      expect(await theirs.controlJob(id, 'resume', 'carol')).toMatchObject({ state: 'running' });
    }
    await owner.controlJob(id, 'pause', 'carol');
    await ledger.startJob(job({ idempotencyKey: 'later' }));
    await byHand(
      path,
      `update events set detail = replace(detail, 'true', 'false') where action = 'job paused'`,
    );
    await expect(alice.controlJob(id, 'resume', 'alice')).rejects.toMatchObject({ code: 'declined' });
    expect(await alice.controlJob(id, 'cancel', 'alice')).toMatchObject({ state: 'cancelled' });
  });
});

async function somebody(ledger: Ledger, name: string, role: Role): Promise<Ledger> {
  const person = { name, role, daily_budget: null, max_order: null };
  await ledger.addPerson(person, 'test');
  return ledger.as(person);
}
