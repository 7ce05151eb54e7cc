import { describe, expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

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
