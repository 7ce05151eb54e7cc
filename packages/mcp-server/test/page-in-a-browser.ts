import { join } from 'node:path';
import { parseMoney, StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';
import type { Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { integrityOf, readConfig } from '../src/config/config.ts';
import { readPageAddress } from '../src/config/page-address.ts';
import { messagesIn } from '../src/messages/messages-in.ts';
import { revealCards } from '../src/views/reveal.ts';
import { viewWaiting } from '../src/views/waiting-view.ts';
import { browserForTests } from './browser.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { startPage } from './page-process.ts';

/** The built server, a browser, and what opens a page of it there. */
export function pagesForTests() {
  const file = bundleForTests();
  const browser = browserForTests();
  return {
    file,
    open: async (settings?: Settings) => open(await browser(), file, settings),
    /** One without a session. */
    async stranger(javaScriptEnabled: boolean) {
      const context = await (await browser()).newContext({ javaScriptEnabled });
      onTestFinished(() => context.close());
      return context.newPage();
    },
  };
}

interface Settings {
  scripts?: boolean;
}

/** A running page in a browser, and the program that asks for purchases: a process beside it, on the same ledger and shop. */
async function open(browser: Browser, file: string, { scripts = true }: Settings = {}) {
  const { link, environment } = await startPage(file);
  const config = readConfig(environment);
  const ledger = await openLedger({
    ...{ path: join(config.dataDir, 'ledger.sqlite'), integrity: integrityOf(config) },
    ...{ dailyBudget: parseMoney(300), maxOrderTotal: parseMoney(100) },
  });
  const sandbox = await startSandbox({ keepIn: join(config.dataDir, 'sandbox.sqlite') });
  const { apiKey, url: baseUrl } = sandbox.storefront;
  const storefront = new StorefrontClient({ apiKey, baseUrl, account: 'sandbox' });
  const spender = createSpender({ ledger, storefront });
  const context = await browser.newContext({
    ...{
      javaScriptEnabled: scripts,
      permissions: ['clipboard-read', 'clipboard-write'],
      colorScheme: 'light',
    },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A picture that is not to be had is part of life.
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
  });
  await page.goto(link);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const root = page.url();
  onTestFinished(async () => {
    await context.close();
    await storefront.close();
    await ledger.close();
    await sandbox.close();
  });
  return {
    ...{ page, context, ledger, spender, root, link, environment, complaints },
    go: (path: string) => page.goto(new URL(path, root).href),
    ask: (quantity = 1) =>
      spender.purchase(
        { goods_id: 1, sub_id: 11, quantity, max_total: '100' },
        { idempotencyKey: crypto.randomUUID(), approval: 'owner', again: true },
      ),
    /** All that answers of tools and the address file say of where the page is. */
    async told() {
      const place = readPageAddress(config);
      if (place === null) throw new Error('no page runs');
      const { id } = await spender.purchase(
        { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
        { idempotencyKey: 'told', approval: 'owner', again: true },
      );
      const entry = await ledger.get(id);
      if (entry === null) throw new Error('no entry');
      const { result: say } = await messagesIn('calls', 'en');
      const showing = { say, page: () => place, reveal: 'sealed' } as const;
      const said = [viewWaiting(entry, showing), revealCards('card', id, showing)];
      const links = JSON.stringify(said).match(/http:[^\s"`)]+[\w/]/g) ?? [];
      return [place, ...links];
    },
    charges: () => sandbox.state().storefront.charges.length,
  };
}
