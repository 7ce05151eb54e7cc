import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserForTests } from '../../test/browser.ts';
import { bundleForTests } from '../../test/bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { ownerOf } from '../../test/owner.ts';
import { posted } from '../../test/posted-call.ts';

const server = bundleForTests();
const browser = browserForTests();

/** `kamikit serve`, an owner's page in a browser, and a buyer who asks for things. */
async function openPage() {
  const { environment, sandbox } = await startTestSandbox();
  const own = { KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_CONFIRM: 'owner', KAMIKIT_LANG: 'en' };
  const settings = { ...environment, ...sharedEnvironment(), ...own };
  const { child, url } = await serve(settings);
  const people = ownerOf(settings);
  const [owner, buyer] = [await people.addPerson('olga', { role: 'owner' }), await people.addPerson('bo')];
  const headers = { authorization: `Bearer ${owner}` };
  const answer = await fetch(new URL('/page-link', url), { method: 'POST', headers });
  const { link }: { link: string } = Object(await answer.json());
  const context = await (await browser()).newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return {
    ...{ child, url, settings, sandbox, ledger: people.ledger, context, page },
    async ask(key: string): Promise<void> {
      const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30', idempotency_key: key };
      expect((await fetch(url, posted(buyer, 'purchase', wish))).status).toBe(200);
    },
  };
}

async function serve(settings: Record<string, string>, port = '0') {
  const child = spawn(process.execPath, [server, 'serve', '--port', port], {
    env: settings,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { url: string } = JSON.parse(line);
  return { child, url };
}

// What shows by itself may take a while on a busy machine.
const SLOWLY = { timeout: 20_000 };

it('an owner approves in a browser, on the page of `kamikit serve`, what a buyer asked for', async () => {
  const { page, ask, sandbox, ledger } = await openPage();
  await ask('w');
  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Approve ¥25.00' }).click();
  expect(await page.locator('.flash').textContent()).toMatch(/^Approved\./);
  expect(sandbox.state().storefront.charges).toHaveLength(1);
  const { entries } = await (await ledger()).list();
  expect(entries).toMatchObject([{ person: 'bo', decided_by: 'olga' }]);
});

describe('a page that lies open', () => {
  it('shows what is asked for after a proxy had another answer than its stream', async () => {
    const { page, context, ask } = await openPage();
    let refused = 0;
    await context.route('**/live', (route) => {
      refused += 1;
      return route.fulfill({ status: 502, body: 'Bad Gateway' });
    });
    await page.getByRole('link', { name: 'Approvals' }).click();
    await expect.poll(() => refused).toBeGreaterThan(0);
    await context.unroute('**/live');
    await ask('w');
    await page.getByRole('button', { name: 'Approve ¥25.00' }).waitFor(SLOWLY);
  });

  it('shows what was asked for while its stream was cut', async () => {
    const { page, context, ask } = await openPage();
    // It listens only once all has been asked for.
    let listen = () => {};
    const asked = new Promise<void>((resolve) => {
      listen = resolve;
    });
    await context.route('**/live', async (route) => {
      await asked;
      await route.continue();
    });
    await page.getByRole('link', { name: 'Approvals' }).click();
    await page.getByText('Nothing is waiting.').waitFor();
    await ask('w');
    listen();
    await page.getByRole('button', { name: 'Approve ¥25.00' }).waitFor(SLOWLY);
  });

  it('says that it needs a link once its server has started anew, and shows nothing of before', async () => {
    const { page, ask, child, url, settings } = await openPage();
    await ask('w');
    await page.getByRole('link', { name: 'Approvals' }).click();
    await page.getByRole('button', { name: 'Approve ¥25.00' }).waitFor();
    child.kill('SIGTERM');
    await once(child, 'exit');
    await serve(settings, new URL(url).port);
    await page.getByRole('heading', { name: 'This page needs its link' }).waitFor(SLOWLY);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('shows nothing any more to an owner who was revoked', async () => {
    const { page, ledger } = await openPage();
    await (await ledger()).revokePerson('olga', 'test');
    await page.getByRole('heading', { name: 'This page needs its link' }).waitFor(SLOWLY);
  });
});
