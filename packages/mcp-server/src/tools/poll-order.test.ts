import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

afterEach(() => void vi.restoreAllMocks());

/** An order that waits for a person at the shop. */
async function waitingOrder() {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  const host = await connectHost({ environment });
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', idempotency_key: 'k' };
  const { answer } = await host.call('purchase', wish);
  return { ...host, sandbox, order_sn: String(answer.order_sn) };
}

describe('poll_order', () => {
  it('waits as long as it is told, reports progress, and says what to do next', async () => {
    const { client, order_sn } = await waitingOrder();
    const told: Array<{ progress: number; total?: number | undefined }> = [];
    const { structuredContent } = await client.callTool(
      { name: 'poll_order', arguments: { order_sn, wait_seconds: 30 } },
      undefined,
      { onprogress: (progress) => told.push(progress) },
    );
    expect(structuredContent).toMatchObject({
      state: 'pending',
      next: expect.stringContaining('poll_order'),
    });
    expect(told.length).toBeGreaterThan(3);
    expect(told.map(({ progress }) => progress)).toEqual(
      told.map(({ progress }) => progress).sort((a, b) => a - b),
    );
    expect(told.every(({ total }) => total === 30)).toBe(true);
  });

  it('stops at once when the host cancels', async () => {
    const { client, sandbox, order_sn } = await waitingOrder();
    sandbox.addFault({ upstream: 'storefront', operation: 'get_order', kind: 'delay_ms', ms: 60_000 });
    const cancel = new AbortController();
    const polled = client.callTool(
      { name: 'poll_order', arguments: { order_sn, wait_seconds: 45 } },
      undefined,
      {
        signal: cancel.signal,
      },
    );
    await expect.poll(() => sandbox.state().counts.storefront?.get_order).toBe(1);
    cancel.abort();
    await expect(polled).rejects.toThrow();
    expect(sandbox.state().counts.storefront?.get_order).toBe(1);
  });

  it('reports a paid order with too few cards for what it is, never as a refund', async () => {
    const { call, sandbox, order_sn } = await waitingOrder();
    const body = JSON.stringify({ order_sn, status: 6 });
    await fetch(`${sandbox.url}/__sandbox/orders`, { method: 'POST', body });
    expect((await call('poll_order', { order_sn })).answer).toMatchObject({
      ...{ state: 'failed', status: 6, next: expect.stringContaining('took the money') },
    });
    expect((await call('get_balance')).answer).not.toMatchObject({ budget: { spent_today: '0' } });
  });
});

describe('poll_order for several', () => {
  /** Orders of one good that the shop delivers at once and one that waits for a person, and what they ordered. */
  async function orders() {
    const { sandbox, environment } = await startTestSandbox();
    const host = await connectHost({ environment });
    const buy = async (goods_id: number, sub_id: number, key: string) => {
      const wish = { goods_id, sub_id, quantity: 1, max_total: '100', idempotency_key: key };
      return String((await host.call('purchase', wish)).answer.order_sn);
    };
    return { ...host, sandbox, numbers: [await buy(1, 11, 'a'), await buy(3, 31, 'b')] };
  }

  it('tells of each beside the failure of another, in the order asked for, and each number once', async () => {
    const { call, numbers, sandbox } = await orders();
    const [first, second] = numbers;
    const { answer, isError } = await call('poll_order', {
      order_sn: `${first}, UNKNOWN1，${second}、${first}`,
    });
    expect(isError).toBe(false);
    expect(answer).toEqual({
      orders: [
        expect.objectContaining({ order_sn: first, state: 'completed', cards: expect.any(String) }),
        { order_sn: 'UNKNOWN1', error: expect.objectContaining({ code: 'not_found', retryable: false }) },
        expect.objectContaining({ order_sn: second, state: 'completed', cards: expect.any(String) }),
      ],
      next: expect.any(String),
    });
    expect(sandbox.state().counts.storefront?.get_order).toBe(3);
  });

  it('waits for all that are open within one time limit, and says how many still are', async () => {
    const { client, sandbox, numbers } = await orders();
    const body = JSON.stringify({ order_sn: numbers[1], status: 3 });
    await fetch(`${sandbox.url}/__sandbox/orders`, { method: 'POST', body });
    const told: Array<{ progress: number; message?: string | undefined }> = [];
    const { structuredContent } = await client.callTool(
      { name: 'poll_order', arguments: { order_sn: numbers.join(','), wait_seconds: 30 } },
      undefined,
      { onprogress: (progress) => told.push(progress) },
    );
    expect(structuredContent).toMatchObject({
      orders: [{ state: 'completed' }, { state: 'pending' }],
      next: expect.stringMatching(/^1 pending: call poll_order/),
    });
    expect(told.length).toBeGreaterThan(3);
    expect(told.every(({ message }) => message === '1 of 2 orders finished')).toBe(true);
    const passed = told.map(({ progress }) => progress);
    expect(passed).toEqual([...passed].sort((a, b) => a - b));
  });

  it('says which the shop gave no answer about in time, and calls none of what failed finished', async () => {
    const late = new AbortController();
    const real = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === 10_000 ? late.signal : real(ms)));
    const { client, sandbox, numbers } = await orders();
    const slow = { upstream: 'storefront', operation: 'get_order', kind: 'delay_ms', ms: 3_600_000 } as const;
    sandbox.addFault({ ...slow, times: 2, when: 'before' });
    const messages: unknown[] = [];
    const called = client.callTool(
      { name: 'poll_order', arguments: { order_sn: numbers.join(',') } },
      undefined,
      { onprogress: ({ message }) => messages.push(message) },
    );
    await expect.poll(() => sandbox.state().counts.storefront?.get_order).toBe(2);
    late.abort(new DOMException('late', 'TimeoutError'));
    expect((await called).structuredContent).toMatchObject({
      orders: [{ error: { code: 'timeout' } }, { error: { code: 'timeout' } }],
      next: expect.stringMatching(/^2 not answered yet: call poll_order again .* begins with those\./),
    });
    expect(messages).toEqual(['0 of 2 orders finished']);
  });

  it('refuses more than 20 before anything is asked', async () => {
    const { call, sandbox } = await orders();
    const many = Array.from({ length: 21 }, (_, index) => `ORDER${index}`).join(',');
    for (const order_sn of [many, ' , ', 'A'.repeat(65)])
      expect((await call('poll_order', { order_sn })).answer).toMatchObject({
        error: { code: 'invalid_request', message: expect.stringContaining('order_sn') },
      });
    expect(sandbox.state().counts.storefront?.get_order).toBeUndefined();
  });
});
