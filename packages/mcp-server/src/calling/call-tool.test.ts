import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectHost, sharedEnvironment, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { readConfig } from '../config/config.ts';
import { calls } from '../messages/calls.en.ts';
import { callTool } from './call-tool.ts';
import { createServices } from './services.ts';

it('an answer that cannot be shown after spending names the entry, and says not to do it again', async () => {
  const { sandbox, environment } = await startTestSandbox();
  const settings = readConfig({
    ...sharedEnvironment(),
    ...environment,
    KAMIKIT_DATA_DIR: temporaryFolder(),
  });
  const services = createServices(settings, () => {});
  onTestFinished(() => services.close());
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '50', idempotency_key: 'k' };
  const { spender } = services;
  const breaking = {
    ...spender,
    purchase: async (...args: Parameters<typeof spender.purchase>) =>
      new Proxy(await spender.purchase(...args), {
        get(entry, name) {
          if (name === 'result') throw new RangeError('Maximum call stack size exceeded');
          return Reflect.get(entry, name);
        },
      }),
  };
  const signal = new AbortController().signal;
  const context = {
    ...services,
    spender: breaking,
    signal,
    ...{ confirm: undefined, confirmJob: undefined, goOnWithJobs: () => {} },
    progress: () => {},
    say: calls,
    othersCards: 'inline' as const,
  };
  const { answer } = await callTool('purchase', wish, context);
  const [entry] = (await (await services.ledger()).list()).entries;
  expect(answer).toMatchObject({
    error: {
      ...{ code: 'internal', outcome: 'unknown', entry_id: entry?.id, retryable: false },
      hint: expect.stringMatching(/^Do NOT do it again: list_ledger/),
    },
  });
  expect(sandbox.state().storefront.charges).toHaveLength(1);
});

it('a sandbox that can be kept nowhere sells nothing, and the answer names where', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sandbox'), { mode: 0o700 });
  writeFileSync(join(folder, 'sandbox', 'sandbox.sqlite'), 'no database'.repeat(100));
  const { call } = await connectHost({
    environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: folder },
  });
  expect(await call('list_goods')).toMatchObject({
    answer: {
      error: {
        code: 'config_invalid',
        outcome: 'not_committed',
        hint: expect.stringContaining('KAMIKIT_DATA_DIR'),
      },
    },
  });
});
