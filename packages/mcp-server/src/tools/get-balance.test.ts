import { expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

const fault = { operation: '*', kind: 'status', status: 503, times: 100 } as const;

it.each(['storefront', 'supplier'] as const)(
  'get_balance answers with the other account when the %s cannot be reached, and says why',
  async (upstream) => {
    const { sandbox, environment } = await startTestSandbox();
    sandbox.addFault({ upstream, ...fault });
    const { call } = await connectHost({ environment });
    const { answer, isError } = await call('get_balance');
    const [there, gone] = upstream === 'supplier' ? ['storefront', 'supplier'] : ['supplier', 'storefront'];
    expect(isError).toBe(false);
    expect(answer).toMatchObject({
      [String(there)]: { balance: expect.any(String) },
      [String(gone)]: null,
      problems: { [upstream]: { code: 'unreachable', retryable: true, hint: expect.any(String) } },
      budget: { left_today: '300' },
    });
    expect(Object.keys(Object(answer.problems))).toEqual([upstream]);
  },
);

it.each([
  ['both', {}],
  ['the only one', { KAMIKIT_SUPPLIER_URL: '', KAMIKIT_SUPPLIER_API_ID: '', KAMIKIT_SUPPLIER_API_KEY: '' }],
])('get_balance fails when %s cannot be reached', async (_, changes) => {
  const { sandbox, environment } = await startTestSandbox();
  for (const upstream of ['storefront', 'supplier']) sandbox.addFault({ upstream, ...fault });
  const { call } = await connectHost({ environment: { ...environment, ...changes } });
  expect(await call('get_balance')).toMatchObject({
    isError: true,
    answer: { error: { code: 'unreachable' } },
  });
});
