import type { FaultRequest } from '@kamikit/sandbox';
import { describe, expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

type Fault = Pick<FaultRequest, 'kind'> & Record<string, unknown>;

const faults: ReadonlyArray<[name: string, fault: Fault, purchase: string]> = [
  ['a wrong key', { kind: 'status', status: 401 }, 'unauthorized'],
  ['422', { kind: 'status', status: 422 }, 'invalid_request'],
  ['429', { kind: 'rate_limit', retry_after: 0 }, 'rate_limited'],
  ['a redirect', { kind: 'status', status: 302 }, 'outcome_unknown'],
  ['a server error', { kind: 'status', status: 500 }, 'outcome_unknown'],
  ['HTML with 200', { kind: 'html' }, 'outcome_unknown'],
  ['cut JSON', { kind: 'truncate' }, 'outcome_unknown'],
  ['a cut body', { kind: 'truncate', abort: true }, 'outcome_unknown'],
  ['JSON of another shape', { kind: 'garbage' }, 'outcome_unknown'],
  ['noise', { kind: 'garbage', bytes: true }, 'outcome_unknown'],
  ['a connection refused', { kind: 'refuse_connection' }, 'outcome_unknown'],
  ['a connection cut before', { kind: 'reset_before' }, 'outcome_unknown'],
  ['a connection cut after', { kind: 'reset_after' }, 'outcome_unknown'],
];

const malformed = faults.filter(
  ([, { kind, abort }]) => ['html', 'truncate', 'garbage'].includes(kind) && !abort,
);
const passing = faults.filter(
  (fault) => ![401, 422, 302].includes(Number(fault[1].status)) && !malformed.includes(fault),
);

describe('what an upstream may answer', () => {
  it.each(faults)('%s: a purchase is sent once, and says %3$s', async (_, fault, code) => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', ...fault });
    const { data } = (await call('list_goods', { type: 1 })).answer as {
      data: Array<{ id: number; subs: Array<{ id: number }> }>;
    };
    const wish = { goods_id: data[0]?.id, sub_id: data[0]?.subs[0]?.id, quantity: 1, max_total: '9999' };
    expect(await call('purchase', { ...wish, idempotency_key: 'k' })).toMatchObject({
      isError: true,
      answer: { error: { code, outcome: code === 'outcome_unknown' ? 'unknown' : 'not_committed' } },
    });
    expect(sandbox.state().counts.storefront?.purchase_async).toBe(1);
    expect(sandbox.state().storefront.charges.length).toBeLessThanOrEqual(1);
  });

  it.each(passing)('%s once: a read recovers by itself', async (_, fault) => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', ...fault });
    expect(await call('get_balance')).toMatchObject({ answer: { storefront: { balance: '1000' } } });
    expect(sandbox.state().counts.storefront?.get_balance).toBe(2);
  });

  it.each(malformed)('%s: a read says so, and does not ask for the same again', async (_, fault) => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', ...fault });
    expect(await call('get_balance')).toMatchObject({
      answer: { problems: { storefront: { code: 'malformed_response', retryable: false } } },
    });
    expect(sandbox.state().counts.storefront?.get_balance).toBe(1);
  });
});
