import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { browserForTests } from '../../test/browser.ts';
import { bundleForTests } from '../../test/bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { ownerOf } from '../../test/owner.ts';
import { posted } from '../../test/posted-call.ts';

const server = bundleForTests();
const browser = browserForTests();

it('an owner approves in a browser, on the page of `kamikit serve`, what a buyer asked for', async () => {
  const { environment, sandbox } = await startTestSandbox();
  const own = { KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_CONFIRM: 'owner', KAMIKIT_LANG: 'en' };
  const settings = { ...environment, ...sharedEnvironment(), ...own };
  const child = spawn(process.execPath, [server, 'serve'], {
    env: settings,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { url: string } = JSON.parse(line);
  const { addPerson, ledger } = ownerOf(settings);
  const [owner, buyer] = [await addPerson('olga', { role: 'owner' }), await addPerson('bo')];
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30', idempotency_key: 'w' };
  expect((await fetch(url, posted(buyer, 'purchase', wish))).status).toBe(200);
  const headers = { authorization: `Bearer ${owner}` };
  const answer = await fetch(new URL('/page-link', url), { method: 'POST', headers });
  const { link }: { link: string } = Object(await answer.json());

  const context = await (await browser()).newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Approve ¥25.00' }).click();
  expect(await page.locator('.flash').textContent()).toMatch(/^Approved\./);
  expect(sandbox.state().storefront.charges).toHaveLength(1);
  const { entries } = await (await ledger()).list();
  expect(entries).toMatchObject([{ person: 'bo', decided_by: 'olga' }]);
});
