import { parseMoney } from '@kamikit/core';
import { describe, expect, it, vi } from 'vitest';
import { openServed } from '../../test/served.ts';

const ITEM = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '25' };
const JOB = { kind: 'purchase', items: [ITEM, ITEM], max_total: '60', idempotency_key: 'j' };

type Connected = Awaited<ReturnType<Awaited<ReturnType<typeof openServed>>['connect']>>;

/** Their job once it is in that state. */
function reached({ call }: Connected, job_id: unknown, state: string) {
  return vi.waitFor(
    async () => {
      const { answer } = await call('get_job', { job_id });
      expect(answer).toMatchObject({ state });
      return answer;
    },
    { timeout: 20_000 },
  );
}

describe('a job of somebody who buys', () => {
  it('is theirs: another buyer finds and changes none of it, whoever looks reads it without its cards', async () => {
    const { connect, tokenOf, ledger, sandbox } = await openServed();
    const alice = await connect(await tokenOf('alice'));
    const bob = await connect(await tokenOf('bob'));
    const viewer = await connect(await tokenOf('viewer', { role: 'viewer' }));
    const { job_id } = (await alice.call('start_job', JOB)).answer;
    const done = await reached(alice, job_id, 'finished');
    expect(done).toMatchObject({ counts: { completed: 2 } });
    expect((await ledger.list()).entries).toMatchObject([{ person: 'alice' }, { person: 'alice' }]);

    for (const [tool, args] of [
      ['get_job', { job_id }],
      ['control_job', { job_id, action: 'cancel' }],
    ] as const)
      expect((await bob.call(tool, args)).answer).toMatchObject({ error: { code: 'not_found' } });

    const { items } = (await alice.call('get_job', { job_id, page: 1 })).answer;
    const cards = items.map((item: { cards: string }) => item.cards);
    expect(cards.join('').length).toBeGreaterThan(10);
    const seen = JSON.stringify((await viewer.call('get_job', { job_id, page: 1 })).answer);
    for (const card of cards) expect(seen).not.toContain(card);

    // The same key is another job, and another two charges.
    const other = (await bob.call('start_job', JOB)).answer;
    expect(other.job_id).not.toBe(job_id);
    await reached(bob, other.job_id, 'finished');
    expect(sandbox.state().storefront.charges).toHaveLength(4);
  });

  it('keeps within their budget, and stops by itself there', async () => {
    const { connect, tokenOf, sandbox } = await openServed();
    const alice = await connect(await tokenOf('alice', { daily_budget: parseMoney(30) }));
    const { job_id } = (await alice.call('start_job', JOB)).answer;
    const stopped = await reached(alice, job_id, 'stopped');
    expect(stopped).toMatchObject({ next: expect.stringContaining('Over budget'), counts: { waiting: 1 } });
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it('buys nothing more once their token is revoked', async () => {
    const { connect, tokenOf, ledger, sandbox } = await openServed();
    const alice = await connect(await tokenOf('alice'));
    const many = { ...JOB, items: Array(60).fill(ITEM), max_total: '2000' };
    const { job_id } = (await alice.call('start_job', many)).answer;
    await alice.call('control_job', { job_id, action: 'pause' });
    await expect.poll(async () => (await ledger.job(job_id))?.counts.under_way).toBe(0);
    const bought = sandbox.state().storefront.charges.length;
    expect(bought).toBeLessThan(many.items.length);
    await ledger.revokePerson('alice', 'test');
    const owner = await connect(await tokenOf('olga', { role: 'owner' }));
    await owner.call('control_job', { job_id, action: 'resume' });
    const stopped = await reached(owner, job_id, 'stopped');
    expect(stopped.counts).toMatchObject({ waiting: many.items.length - bought });
    expect(sandbox.state().storefront.charges).toHaveLength(bought);
  });
});
