import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';
import { runCommand } from './run-command.ts';
import { terminal } from './testing/terminal.ts';

const URL_OF_SHOP = 'KAMIKIT_STOREFRONT_URL';
const KEY_OF_SHOP = 'KAMIKIT_STOREFRONT_API_KEY';

/** Purchases whose answers were lost, one for each key, and `kamikit ledger reconcile` on their ledger. */
async function lost(...keys: string[]) {
  const { call, wish, environment, sandbox } = await shop({
    environment: { KAMIKIT_DATA_DIR: temporaryFolder() },
  });
  for (const idempotency_key of keys) {
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
    await call('purchase', { ...wish, idempotency_key, again: true });
  }
  const { answer } = await call('list_ledger', { state: 'unknown' });
  const ids = (answer.entries as Array<{ entry_id: string }>).map(({ entry_id }) => entry_id);
  async function reconcile(words: readonly string[] = [], { without = [] as string[] } = {}) {
    const [stdout, stderr] = [terminal({ isTTY: false }), terminal({ isTTY: false })];
    const left = Object.entries(environment).filter(([name]) => !without.includes(name));
    const settings = { ...Object.fromEntries(left), KAMIKIT_LANG: 'en' };
    const argv = ['ledger', 'reconcile', ...words];
    const code = await runCommand(argv, settings, '0.0.0', { stdout, stderr });
    return { code, out: stdout.text() };
  }
  return { ids, reconcile };
}

const NONE = 'No entry has an unknown outcome.\n';

it.each(['all', 'by the beginning of its id'])(
  'finds out what became of an unknown entry: %s',
  async (of) => {
    const { ids, reconcile } = await lost('k');
    const [id = ''] = ids;
    const told = await reconcile(of === 'all' ? [] : [id.slice(0, 8)]);
    expect(told).toEqual({
      code: 0,
      out: expect.stringMatching(new RegExp(`^${id}  purchase  pending: .+\n$`)),
    });
    expect(await reconcile()).toEqual({ code: 0, out: NONE });
  },
);

it('fails as long as one stays unknown, and says of each what its owner can do', async () => {
  const { ids, reconcile } = await lost('a', 'b');
  const { code, out } = await reconcile();
  expect(code).toBe(1);
  for (const id of ids)
    expect(out).toMatch(new RegExp(`^${id}  purchase  unknown: Check the order list`, 'm'));
});

it('says of each why it could not be looked at, goes on with the next, and fails', async () => {
  const { ids, reconcile } = await lost('a', 'b');
  const { code, out } = await reconcile([], { without: [URL_OF_SHOP, KEY_OF_SHOP] });
  expect(code).toBe(1);
  for (const id of ids)
    expect(out).toMatch(new RegExp(`^${id}  not settled: No storefront is configured`, 'm'));
});
