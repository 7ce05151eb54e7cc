import { afterEach, expect, it, vi } from 'vitest';
import { openShop } from './testing/open-shop.ts';

afterEach(() => void vi.restoreAllMocks());

/** Orders of goods that the shop delivers after a minute. */
async function bought(count: number, orderDelayMs = 60_000) {
  const shop = await openShop({ sandbox: { orderDelayMs } });
  const numbers: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '50' };
    const { reference } = await shop.spender.purchase(wish, { idempotencyKey: `${number}`, again: true });
    numbers.push(reference ?? '');
  }
  return { ...shop, numbers };
}

it('several orders are asked for until none is open, and the ledger has their cards', async () => {
  const { spender, ledger, numbers } = await bought(6);
  const rounds: number[] = [];
  const answers = await spender.followOrders(numbers, { onPoll: (finished) => rounds.push(finished) });
  for (const [index, answer] of answers.entries())
    expect(answer).toMatchObject({
      status: 'fulfilled',
      value: { settlement: { state: 'completed', reference: numbers[index] }, notice: null },
    });
  expect(rounds[0]).toBe(0);
  expect(rounds.at(-1)).toBe(6);
  const { entries } = await ledger.list();
  expect(entries.map(({ state }) => state)).toEqual(numbers.map(() => 'completed'));
});

it('at most four are asked for at a time', async () => {
  const { spender, sandbox, numbers } = await bought(9, 0);
  const delay = { upstream: 'storefront', operation: 'get_order', kind: 'delay_ms', ms: 3_600_000 } as const;
  sandbox.addFault({ ...delay, times: 9, when: 'before' });
  const cancel = new AbortController();
  const followed = spender.followOrders(numbers, { signal: cancel.signal, maxWaitMs: 0 });
  const ended = expect(followed).rejects.toThrow(/abort/);
  await expect.poll(() => sandbox.state().counts.storefront?.get_order).toBe(4);
  cancel.abort();
  await ended;
  expect(sandbox.state().counts.storefront?.get_order).toBe(4);
});

it('one that the shop never answers about does not keep the others past the time limit', async () => {
  const late = new AbortController();
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === 15_000 ? late.signal : real(ms)));
  const { spender, sandbox, numbers } = await bought(2, 0);
  sandbox.addFault({ upstream: 'storefront', operation: 'get_order', kind: 'delay_ms', ms: 3_600_000 });
  const followed = spender.followOrders(numbers, { maxWaitMs: 5_000 });
  await expect.poll(() => sandbox.state().counts.storefront?.get_order).toBe(2);
  await expect.poll(() => sandbox.state().requests.at(-1)?.operation).toBe('get_order');
  late.abort(new DOMException('late', 'TimeoutError'));
  const answers = await followed;
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'timeout', retryable: true },
  });
});

it('those that there was no time for are told apart from those without an answer, and asked about first the next time', async () => {
  const late = new AbortController();
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === 10_000 ? late.signal : real(ms)));
  const { spenderWith, storefront, numbers } = await bought(10, 0);
  const [silent, later] = [new Set(numbers.slice(4, 8)), numbers.slice(8)];
  const asked: string[] = [];
  const waitForOrder: typeof storefront.waitForOrder = async (orderSn, options) => {
    asked.push(orderSn);
    if (!silent.has(orderSn)) return storefront.waitForOrder(orderSn, options);
    return new Promise((_, reject) =>
      options?.signal?.addEventListener('abort', () => reject(late.signal.reason)),
    );
  };
  const spender = spenderWith({ storefront: Object.assign(Object.create(storefront), { waitForOrder }) });
  const finished: number[] = [];
  const followed = spender.followOrders(numbers, { maxWaitMs: 0, onPoll: (count) => finished.push(count) });
  await expect.poll(() => asked.length).toBe(8);
  late.abort(new DOMException('late', 'TimeoutError'));
  const told = (await followed).map((answer) =>
    answer.status === 'fulfilled' ? 'answered' : answer.reason.message,
  );
  expect(told.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'answered'));
  for (const message of told.slice(4, 8)) expect(message).toContain('gave no answer in time');
  for (const message of told.slice(8)) expect(message).toContain('not asked about yet');
  expect(asked).not.toEqual(expect.arrayContaining(later));
  expect(finished).toEqual([4]);

  silent.clear();
  asked.length = 0;
  const answers = await spender.followOrders(numbers, { maxWaitMs: 1_000 });
  expect(answers.map(({ status }) => status)).toEqual(numbers.map(() => 'fulfilled'));
  expect(numbers.slice(4)).toEqual(expect.arrayContaining(asked.slice(0, 4)));
  expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.settlement.reference)).toEqual(
    numbers,
  );
});
