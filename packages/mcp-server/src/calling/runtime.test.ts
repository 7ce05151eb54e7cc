import { expect, it, onTestFinished } from 'vitest';
import { sharedEnvironment, skipping, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { readConfig } from '../config/config.ts';
import type { Errand } from '../errands/errand.ts';
import { createRuntime } from './runtime.ts';

/** The errands that a process with a schedule begins once its ledger is open; it starts at nine in the morning. */
async function begun(variables: Record<string, string> = {}): Promise<readonly Errand[]> {
  const { environment } = await startTestSandbox();
  const settings = {
    ...environment,
    ...sharedEnvironment(),
    KAMIKIT_DATA_DIR: temporaryFolder(),
    ...variables,
  };
  let all: readonly Errand[] = [];
  const runtime = await createRuntime(readConfig(settings), () => {}, {
    restock: { name: 'shop', cron: '0 9 * * *', items: async () => [], maxTotal: '100' },
    timing: skipping(),
    async startWork(errands) {
      all = errands;
      return { look() {}, async end() {} };
    },
  });
  onTestFinished(() => runtime.close());
  await runtime.open();
  await runtime.settled();
  return all;
}

it('a schedule is looked after beside jobs and open entries, by the same clock as everything else', async () => {
  const errands = await begun();
  expect(errands.map(({ name }) => name)).toEqual(['open-entries', 'jobs', 'restock']);
  expect(await errands.at(-1)?.due()).toEqual(['restock shop 2026-11-20T01:00:00.000Z']);
});

it('a process that only reads begins nothing that buys', async () => {
  expect((await begun({ KAMIKIT_READ_ONLY: 'true' })).map(({ name }) => name)).toEqual(['open-entries']);
});
