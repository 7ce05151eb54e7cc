import { expect, test } from 'vitest';
import { openSandbox } from './testing/open-sandbox.ts';

const fault = { upstream: 'storefront', operation: 'purchase', kind: 'reset_after' };

test.each([
  ['an unknown upstream', 'faults', { ...fault, upstream: 'bank' }, 'upstream must be one of storefront'],
  [
    'an unknown operation',
    'faults',
    { ...fault, operation: 'steal' },
    'operation must be one of *, list_goods',
  ],
  ['an unknown kind', 'faults', { ...fault, kind: 'fire' }, 'kind must be one of refuse_connection'],
  ['a missing parameter', 'faults', { upstream: 'storefront', operation: 'purchase' }, 'kind is missing'],
  [
    'a parameter of the wrong type',
    'faults',
    { ...fault, times: '2' },
    'times must be a whole number from 1',
  ],
  [
    'a parameter that has no meaning',
    'faults',
    { ...fault, seconds: 3 },
    'has no parameter seconds; it takes upstream',
  ],
  ['a fault that is no object', 'faults', 'reset_after', 'a fault must be a JSON object'],
  ['a clock without a way', 'clock', {}, 'one of advance_ms, advance_seconds, set'],
  ['a clock with two ways', 'clock', { advance_ms: 1, set: '2026-01-01' }, 'one of advance_ms'],
  ['a clock set to no time', 'clock', { set: 'soon' }, 'ISO 8601'],
  ['a clock past the end of time', 'clock', { advance_seconds: 1e15 }, 'advance_seconds must be'],
  ['a notification of no trade', 'notify', { trade_no: '9'.repeat(24) }, 'there is no trade 9999'],
  ['a seed that is no number', 'reset', { seed: 'x' }, 'seed must be a whole number'],
])('%s is refused in words that say what is expected', async (_name, path, body, message) => {
  const { control } = await openSandbox();
  const answer = await control(path, body);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ message: expect.stringContaining(message) });
});

test('a body that is not JSON is refused', async () => {
  const { sandbox } = await openSandbox();
  const response = await fetch(`${sandbox.url}/__sandbox/faults`, { method: 'POST', body: '{' });
  expect(response.status).toBe(400);
});

test('a list of faults with one bad one adds none', async () => {
  const { control } = await openSandbox();
  expect((await control('faults', [fault, { ...fault, kind: 'fire' }])).status).toBe(400);
  expect((await control('faults')).body).toEqual({ faults: [] });
});

test('pending faults are listed with their defaults', async () => {
  const { control } = await openSandbox();
  await control('faults', [fault, { ...fault, kind: 'html', times: 3 }]);
  const faults = [
    { ...fault, times: 1 },
    { ...fault, kind: 'html', after: true, times: 3 },
  ];
  expect((await control('faults')).body).toEqual({ faults });
});

test('the clock moves by milliseconds, by seconds and to an instant', async () => {
  const { control } = await openSandbox();
  expect((await control('clock', { advance_ms: 1500 })).body).toEqual({ now: '2026-11-20T08:00:01.500Z' });
  expect((await control('clock', { advance_seconds: 60 })).body).toEqual({ now: '2026-11-20T08:01:01.500Z' });
  const newYear = '2027-01-01T00:00:00+08:00';
  expect((await control('clock', { set: newYear })).body).toEqual({ now: '2026-12-31T16:00:00.000Z' });
});

test('the state counts what arrived, and names the fault that struck it', async () => {
  const { control, shop, buy, sandbox } = await openSandbox();
  await control('faults', { ...fault, kind: 'rate_limit' });
  await shop('/goods?search=x');
  await buy();
  await shop('/nowhere');
  const { requests, counts } = sandbox.state();
  expect(counts).toEqual({ storefront: { list_goods: 1, purchase_async: 1, unknown: 1 } });
  const seen = { upstream: 'storefront', at: '2026-11-20T08:00:00.000Z' };
  expect(requests).toEqual([
    { ...seen, operation: 'list_goods', method: 'GET', path: '/storefront/api/goods' },
    {
      ...seen,
      operation: 'purchase_async',
      method: 'POST',
      path: '/storefront/api/v2/purchase',
      fault: 'rate_limit',
    },
    { ...seen, operation: 'unknown', method: 'GET', path: '/storefront/api/nowhere' },
  ]);
  expect((await control('state')).body).toEqual(sandbox.state());
});

test('a reset forgets everything and starts from the same seed, or another', async () => {
  const { control, buy, sandbox } = await openSandbox();
  const fresh = sandbox.state();
  const first = (await buy()).body;
  await control('faults', fault);
  await control('clock', { advance_seconds: 5 });
  await control('reset', {});
  expect(sandbox.state()).toEqual(fresh);
  expect((await buy()).body).toEqual(first);
  await control('reset', { seed: 2 });
  expect(sandbox.state().seed).toBe(2);
  expect((await buy()).body).not.toEqual(first);
});

test('an address that does not exist is answered with a list of those that do', async () => {
  const { control } = await openSandbox();
  const answer = await control('charges');
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('GET state, GET faults, POST faults, POST clock, POST reset, POST orders');
});
