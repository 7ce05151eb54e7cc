import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { ownedShop } from '../../test/owner.ts';
import { shop } from '../../test/shop.ts';

type Host = Awaited<ReturnType<typeof shop>>;

const ITEM = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '25' };

function job(changes: object = {}) {
  const items = Array.from({ length: 6 }, () => ITEM);
  return { kind: 'purchase', items, max_total: '150', idempotency_key: 'j', ...changes };
}

/** Looks until the job is in one of these states. */
async function until(call: Host['call'], jobId: unknown, ...states: string[]) {
  for (;;) {
    const { answer } = await call('get_job', { job_id: jobId });
    if (states.includes(String(answer.state))) return answer;
    await delay(5);
  }
}

describe('start_job', () => {
  it('answers at once, and the job goes on by itself until everything is bought', async () => {
    const { call, charges } = await shop();
    const { answer } = await call('start_job', job());
    expect(answer).toMatchObject({ state: 'running', items: 6, max_total: '150', next: expect.any(String) });
    const done = await until(call, answer.job_id, 'finished');
    expect(done).toMatchObject({ counts: { completed: 6 }, spent: '150', items: [] });
    expect(charges()).toBe(6);
    const page = (await call('get_job', { job_id: answer.job_id, page: 1 })).answer;
    expect(page).toMatchObject({ pages: 1 });
    const items = page.items as Array<Record<string, unknown>>;
    expect(items).toHaveLength(6);
    for (const item of items)
      expect(item).toMatchObject({
        state: 'completed',
        cards: expect.any(String),
        total: expect.stringMatching(/^2\d/),
      });
  });

  it('buys nothing again when it is called again, and says that this is that job', async () => {
    const { call, charges } = await shop();
    const first = await call('start_job', job());
    await until(call, first.answer.job_id, 'finished');
    const { answer } = await call('start_job', job());
    expect(answer).toMatchObject({ job_id: first.answer.job_id, state: 'finished' });
    expect(answer.next).toMatch(/^This key was used before/);
    expect(charges()).toBe(6);
    expect(await call('start_job', job({ items: [ITEM] }))).toMatchObject({
      answer: { error: { code: 'key_conflict' } },
    });
  });

  it('starts nothing when an item is wrong, and names each that is', async () => {
    const { call, charges } = await shop();
    const { answer } = await call('start_job', job({ items: [ITEM, {}, { ...ITEM, quantity: 0 }] }));
    expect(answer).toMatchObject({
      error: { code: 'invalid_request', message: expect.stringMatching(/^2 of 3 .*item 2: .*item 3: /s) },
    });
    expect(charges()).toBe(0);
  });

  it('takes numbers as text, as models write them', async () => {
    const { call } = await shop();
    const items = [{ goods_id: '1', sub_id: '11', quantity: '1', max_total: 25 }];
    const { answer } = await call('start_job', job({ items, max_total: 25 }));
    expect(await until(call, answer.job_id, 'finished')).toMatchObject({ counts: { completed: 1 } });
  });

  it('asks once for all of it, with the price, where the host can ask', async () => {
    const questions: string[] = [];
    const { call, charges } = await shop({
      answer(question) {
        questions.push(question);
        return 'accept';
      },
    });
    const { answer } = await call('start_job', job());
    await until(call, answer.job_id, 'finished');
    await call('start_job', job());
    expect(questions).toEqual([
      expect.stringMatching(/^Start a job of 6 purchases .* 150 yuan .*\nAs priced now: 150 yuan\nGoods/s),
    ]);
    expect(charges()).toBe(6);
  });

  it('asks without a price where that cannot be told in time, and not at all about what is wrong', async () => {
    const questions: string[] = [];
    const { call } = await shop({
      answer(question) {
        questions.push(question);
        return 'decline';
      },
    });
    const late = new AbortController();
    const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
    onTestFinished(() => limit.mockRestore());
    late.abort(new DOMException('late', 'TimeoutError'));
    expect(await call('start_job', job())).toMatchObject({ answer: { error: { code: 'declined' } } });
    expect(questions).toEqual([expect.stringMatching(/^Start a job of 6 purchases/)]);
    expect(questions[0]).not.toContain('As priced now');
    limit.mockRestore();
    const wrong = job({ items: [{ ...ITEM, quantity: 0 }], idempotency_key: 'other' });
    expect(await call('start_job', wrong)).toMatchObject({ answer: { error: { code: 'invalid_request' } } });
    expect(questions).toHaveLength(1);
  });

  it('starts nothing when the user says no', async () => {
    const { call, charges } = await shop({ answer: () => 'decline' });
    expect(await call('start_job', job())).toMatchObject({ answer: { error: { code: 'declined' } } });
    expect(charges()).toBe(0);
  });
});

describe('with an owner', () => {
  it('a job waits as a whole, says where it is decided about, and is bought once it is allowed', async () => {
    const { call, owner, charges } = await ownedShop();
    const { answer } = await call('start_job', job());
    expect(answer).toMatchObject({
      state: 'awaiting_approval',
      next: expect.stringContaining('Nothing was bought yet'),
    });
    const { answer: priced } = await call('get_job', { job_id: answer.job_id, wait_seconds: 45 });
    await until(call, answer.job_id, 'awaiting_approval');
    expect(priced.state).toBe('awaiting_approval');
    const ledger = await owner.ledger();
    while ((await ledger.job(String(answer.job_id)))?.approval?.until === null) await delay(5);
    const { answer: waiting } = await call('get_job', { job_id: answer.job_id });
    expect(waiting).toMatchObject({ quoted_total: '150', next: expect.stringContaining('kamikit approve') });
    expect(charges()).toBe(0);
    await ledger.approveJob(String(answer.job_id), 'test');
    // Whatever a tool is called for next, the server looks for jobs, and by itself a moment later.
    await call('control_job', { job_id: answer.job_id, action: 'resume' });
    expect(await until(call, answer.job_id, 'finished')).toMatchObject({ counts: { completed: 6 } });
    expect(charges()).toBe(6);
  });

  function asking(): Record<string, string> {
    const config = join(temporaryFolder(), 'config.json');
    writeFileSync(config, JSON.stringify({ confirm: 'owner', elicitation: true }), { mode: 0o600 });
    return { KAMIKIT_CONFIG: config };
  }

  it.each([
    ['decline', 'cancelled'],
    ['cancel', 'awaiting_approval'],
  ] as const)('a %s through the host buys nothing, and leaves the job %s', async (answer, state) => {
    const { call, charges } = await ownedShop({ environment: asking(), answer: () => answer });
    expect((await call('start_job', job())).answer).toMatchObject({ state });
    expect(charges()).toBe(0);
  });

  it('a yes through the host counts only where the owner lets it, and then for the whole job', async () => {
    const questions: string[] = [];
    const { call, charges } = await ownedShop({
      environment: asking(),
      answer(question) {
        questions.push(question);
        return 'accept';
      },
    });
    const { answer } = await call('start_job', job());
    expect(await until(call, answer.job_id, 'finished')).toMatchObject({ counts: { completed: 6 } });
    expect(questions).toEqual([expect.stringMatching(/6 purchases .* 150 yuan/)]);
    expect(charges()).toBe(6);
  });
});

describe('get_job', () => {
  it('waits until the job is over, or the time is', async () => {
    const { call } = await shop();
    const { answer } = await call('start_job', job({ items: [ITEM] }));
    const waited = await call('get_job', { job_id: answer.job_id, wait_seconds: 45 });
    expect(['running', 'finished']).toContain(waited.answer.state);
  });

  it('shows what went wrong, and why the job stopped', async () => {
    const { call } = await shop();
    const items = Array.from({ length: 7 }, () => ({ ...ITEM, goods_id: 999 }));
    const { answer } = await call('start_job', job({ items, concurrency: 1 }));
    const stopped = await until(call, answer.job_id, 'stopped');
    expect(stopped).toMatchObject({
      counts: { refused: 5, waiting: 2 },
      next: expect.stringContaining('5 items in a row'),
    });
    expect((stopped.items as object[])[0]).toMatchObject({
      number: 1,
      error: expect.stringContaining('not_found'),
    });
  });

  it('takes the beginning of an id, and says when there is no such job', async () => {
    const { call } = await shop();
    const { answer } = await call('start_job', job({ items: [ITEM] }));
    const id = String(answer.job_id).slice(0, 8);
    expect((await call('get_job', { job_id: id })).answer).toMatchObject({ job_id: answer.job_id });
    expect(await call('get_job', { job_id: 'none' })).toMatchObject({
      answer: { error: { code: 'not_found' } },
    });
  });
});

describe('control_job', () => {
  it('cancels for good, and leaves what was bought', async () => {
    const { call } = await shop();
    const { answer } = await call(
      'start_job',
      job({ items: Array.from({ length: 50 }, () => ITEM), max_total: '9999' }),
    );
    expect((await call('control_job', { job_id: answer.job_id, action: 'cancel' })).answer).toMatchObject({
      state: expect.stringMatching(/cancelled|stopped/),
    });
    expect(await call('control_job', { job_id: answer.job_id, action: 'resume' })).toMatchObject({
      answer: { error: { code: 'invalid_request' } },
    });
  });

  it('resumes nothing for a server that is read-only', async () => {
    const { call } = await shop({ environment: { KAMIKIT_READ_ONLY: 'true' } });
    expect(await call('control_job', { job_id: 'any', action: 'resume' })).toMatchObject({
      answer: { error: { code: 'read_only', outcome: 'not_committed' } },
    });
  });

  it('pauses, and resumes', async () => {
    const { call, charges } = await shop({ environment: { KAMIKIT_DAILY_BUDGET: 'none' } });
    const { answer } = await call(
      'start_job',
      job({ items: Array.from({ length: 20 }, () => ITEM), max_total: '500' }),
    );
    expect((await call('control_job', { job_id: answer.job_id, action: 'pause' })).answer).toMatchObject({
      state: 'paused',
    });
    expect((await call('control_job', { job_id: answer.job_id, action: 'resume' })).answer).toMatchObject({
      state: 'running',
    });
    expect(await until(call, answer.job_id, 'finished')).toMatchObject({ counts: { completed: 20 } });
    expect(charges()).toBe(20);
  });
});
