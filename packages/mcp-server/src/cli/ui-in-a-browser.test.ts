import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseMoney, StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from '../../test/bundle-for-tests.ts';
import { startPage } from '../../test/page-process.ts';
import { integrityOf, readConfig } from '../config/config.ts';
import { readPageAddress } from '../config/page-address.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { revealCards } from '../views/reveal.ts';
import { viewWaiting } from '../views/waiting-view.ts';

const CHROMIUM = process.env.KAMIKIT_CHROMIUM ?? '/usr/bin/chromium';
const file = bundleForTests();
let browser: Browser;

beforeEach(({ skip }) => {
  skip(!existsSync(CHROMIUM), `there is no Chromium at ${CHROMIUM}: install it, or set KAMIKIT_CHROMIUM`);
});

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) return;
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-sync',
  ];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});

afterAll(() => browser?.close());

/** A running page in a browser, and the program that asks for purchases: a process beside it, on the same ledger and shop. */
async function open({ scripts = true }: { scripts?: boolean } = {}) {
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
      const showing = { say, page: place, reveal: 'sealed' } as const;
      const said = [viewWaiting(entry, showing), revealCards('card', id, showing)];
      const links = JSON.stringify(said).match(/http:[^\s"`)]+[\w/]/g) ?? [];
      return [place, ...links];
    },
    charges: () => sandbox.state().storefront.charges.length,
  };
}

/** An assistant's host: the SDK's own client in front of a server on the page's ledger that waits for its owner. */
async function connectAssistant(environment: Record<string, string>) {
  const client = new Client({ name: 'test', version: '1' });
  onTestFinished(() => client.close());
  const env = { ...environment, PATH: process.env.PATH ?? '', KAMIKIT_CONFIRM: 'owner', KAMIKIT_LANG: 'en' };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [file], env }));
  return async (name: string, args: Record<string, unknown>) => {
    const { structuredContent } = await client.callTool({ name, arguments: args });
    return Object(structuredContent);
  };
}

const said = (page: Page) => page.locator('.flash').textContent();

describe('in a browser, the owner', () => {
  it('sees by itself what an assistant asks for, approves it, and both have the card', async () => {
    const { page, go, root, link, environment, charges, complaints } = await open();
    const call = await connectAssistant(environment);
    const wish = {
      goods_id: 1,
      sub_id: 11,
      quantity: 1,
      max_total: '25',
      mode: 'sync',
      idempotency_key: 'w',
    };
    await go('approvals');
    await page.getByText('Nothing is waiting.').waitFor();
    const asked = await call('purchase', wish);
    expect(asked).toMatchObject({ state: 'awaiting_approval', total: '25', cards: null });
    expect(asked.next).toContain(new URL('/#approvals', root).href);
    const bought = call('purchase', { ...wish, wait_seconds: 45 });

    await page.getByRole('heading', { name: '腾讯视频VIP会员' }).waitFor();
    expect(await page.locator('#waiting').textContent()).toBe('1');
    await page.getByRole('button', { name: 'Approve ¥25.00' }).click();
    await page.locator('.flash').waitFor();
    expect(await said(page)).toMatch(/^Approved\./);
    expect(charges()).toBe(1);
    const answer = await bought;
    const { entry_id: id, state, cards } = answer;
    expect([id, state]).toEqual([asked.entry_id, 'completed']);
    const token = new URL(link).searchParams.get('link') ?? link;
    for (const told of [asked, answer])
      expect(JSON.stringify(told)).not.toMatch(new RegExp(`${token}|link=`));

    await go(`ledger/${id}`);
    expect(await page.locator('.cards').textContent()).not.toMatch(/[A-Z0-9]{4}-/);
    await page.getByRole('button', { name: 'Copy: Card 1' }).click();
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    await page.getByRole('link', { name: 'Show cards' }).click();
    await page.locator('.cards code:not(.masked)').waitFor();
    expect(copied).toBe(await page.locator('.cards code').first().textContent());
    expect(cards).toBe(copied);
    expect(complaints).toEqual([]);
  });

  it('declines, and nothing is sent', async () => {
    const { page, go, ask, charges, ledger } = await open();
    const { id } = await ask();
    await go('approvals');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.locator('.flash').waitFor();
    expect([await said(page), charges()]).toEqual(['Declined. Nothing was sent.', 0]);
    expect(await ledger.get(id)).toMatchObject({
      state: 'refused',
      error: { code: 'declined' },
      decided_by: 'page',
    });
  });

  it('comes too late, and nothing is sent', async () => {
    const { page, go, ledger, charges } = await open();
    const goods = { name: '月卡', specification: null, quantity: 1 };
    const quote = {
      kind: 'purchase',
      upstream: 'storefront',
      account: 'sandbox',
      ...goods,
      unit_price: '25',
      total: '25',
    };
    const { entry } = await ledger.prepare({
      ...{
        kind: 'purchase',
        idempotencyKey: 'k',
        request: { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
      },
      ...{ amount: parseMoney(25), goods, evidence: { account: 'sandbox' } },
      approval: {
        quote: {
          ...quote,
          balance: '1000',
          budget: { day: 'today', daily_budget: '300', left_today: '300', cards_left_today: 100 },
        },
        validMs: 2_000,
      },
    });
    await go('approvals');
    const approve = page.getByRole('button', { name: 'Approve ¥25.00' });
    await approve.waitFor();
    await expect
      .poll(() => ledger.recover().then(() => ledger.get(entry.id)), { timeout: 10_000 })
      .toMatchObject({ state: 'refused' });
    await page.locator('.no-longer:visible').waitFor();
    expect([await approve.isDisabled(), charges()]).toEqual([true, 0]);
  });

  it('never has another button come under the pointer by what happens meanwhile', async () => {
    const { page, go, ask, spender, charges } = await open();
    const asked = [await ask(1), await ask(2), await ask(3)];
    await go('approvals');
    const button = page.getByRole('button', { name: 'Approve ¥50.00' });
    await button.hover();
    const under = await button.boundingBox();
    await spender.decline(asked[0]?.id ?? '', { by: 'test' });
    await page.locator('.no-longer:visible').waitFor();
    expect(await button.boundingBox()).toEqual(under);
    await spender.decline(asked[1]?.id ?? '', { by: 'test' });
    await expect.poll(() => button.isDisabled()).toBe(true);
    // Where the pointer is, nothing happens.
    await page.mouse.down();
    await page.mouse.up();
    const count = page.locator('#waiting');
    await ask(4);
    await expect.poll(() => count.textContent()).toBe('2');
    expect([await page.locator('.approval').count(), charges()]).toEqual([3, 0]);
    await page.mouse.move(0, 0);
    await page.getByRole('button', { name: 'Approve ¥100.00' }).waitFor();
    expect(await button.boundingBox()).toEqual(under);
    await page.reload();
    expect(await page.locator('.approval').count()).toBe(2);
  });

  it('opens more pages than a browser has connections, and each is shown', async () => {
    const { context, root } = await open();
    for (let tab = 0; tab < 8; tab += 1) {
      const page = await context.newPage();
      await page.addInitScript(
        "Object.defineProperty(document, 'hidden', { get: () => globalThis.isHidden === true })",
      );
      await page.goto(root);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      // Headless, each is the one that is seen.
      await page.evaluate(
        "globalThis.isHidden = true; document.dispatchEvent(new Event('visibilitychange'))",
      );
    }
  });

  it('sees what changed in a tab when he comes back to it', async () => {
    const { page, go, ask } = await open();
    await go('approvals');
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }); document.dispatchEvent(new Event('visibilitychange'))",
    );
    await ask();
    await page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole('button', { name: 'Approve ¥25.00' }).waitFor();
  });

  it('approves what has become dearer, and nothing is sent', async () => {
    const { page, go, ledger, charges } = await open();
    const goods = { name: '腾讯视频VIP会员', specification: '月卡', quantity: 1 };
    const quote = {
      kind: 'purchase',
      upstream: 'storefront',
      account: 'sandbox',
      ...goods,
      unit_price: '20',
      total: '20',
    };
    await ledger.prepare({
      ...{
        kind: 'purchase',
        idempotencyKey: 'k',
        request: { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
      },
      ...{ amount: parseMoney(20), goods, evidence: { account: 'sandbox' } },
      approval: {
        quote: {
          ...quote,
          balance: '1000',
          budget: { day: 'today', daily_budget: '300', left_today: '300', cards_left_today: 100 },
        },
      },
    });
    await go('approvals');
    await page.getByRole('button', { name: 'Approve ¥20.00' }).click();
    await page.locator('.flash').waitFor();
    expect(await said(page)).toMatch(/^Not bought: .*the price rose/);
    expect(charges()).toBe(0);
  });

  it('stops everything in the middle, and a yes sends nothing until spending is resumed', async () => {
    const { page, go, ask, charges, spender } = await open();
    await ask();
    await page.getByText('1 request is waiting for your approval').waitFor();
    await page.getByRole('button', { name: 'Stop all spending' }).click();
    await page.getByText('All spending is stopped', { exact: true }).waitFor();
    await go('approvals');
    await page.getByRole('button', { name: 'Approve ¥25.00' }).click();
    await page.locator('.flash').waitFor();
    expect([await said(page), charges()]).toEqual([expect.stringContaining('stopped all spending'), 0]);
    const direct = spender.purchase(
      { goods_id: 1, sub_id: 11, quantity: 2, max_total: '100' },
      { idempotencyKey: 'direct' },
    );
    await expect(direct).rejects.toMatchObject({ code: 'suspended' });
    await go('');
    await page.getByRole('button', { name: 'Resume spending' }).click();
    await page.locator('.flash').waitFor();
    await go('approvals');
    await page.getByRole('button', { name: 'Approve ¥25.00' }).click();
    await page.locator('.flash').waitFor();
    expect(charges()).toBe(1);
  });

  it('needs no scripts for any of it', async () => {
    const { page, go, ask, charges, ledger } = await open({ scripts: false });
    const { id } = await ask();
    await go('approvals');
    await page.getByText('And allow this in future').click();
    await page.getByRole('button', { name: 'Approve, and allow in future' }).click();
    await page.locator('.flash').waitFor();
    expect([charges(), (await ledger.mandates()).length]).toEqual([1, 1]);
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '待审批' }).waitFor();
    await go(`ledger/${id}`);
    await page.getByRole('heading', { name: '腾讯视频VIP会员' }).waitFor();
  });

  it('reaches every page and decides with the keyboard alone', async () => {
    const { page, go, ask, charges } = await open();
    await ask();
    await go('approvals');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Approve ¥25.00');
    await page.keyboard.press('Enter');
    await page.locator('.flash').waitFor();
    expect(charges()).toBe(1);
  });
});

describe('what an answer tells', () => {
  /** Another server of this machine; whatever is asked for, it shows a link. */
  async function listen(to: string) {
    const asked: Array<[path: string | undefined, cookie: string | undefined]> = [];
    const other = createServer(({ url, headers }, response) => {
      asked.push([url, headers.cookie]);
      response.setHeader('content-type', 'text/html').end(`<a href="${to}">the link</a>`);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    return { asked, port: typeof address === 'object' ? String(address?.port) : '' };
  }

  it('has a server on another port sent no cookie of the session', async () => {
    const { page, context, root, told } = await open();
    const { asked, port } = await listen('');
    expect((await context.cookies(root)).map(({ name }) => name)).toContain('kamikit_session');
    // All that another program may know of where the page is: what answers and the address file say.
    const known = await told();
    expect(known.length).toBeGreaterThan(2);
    for (const address of known) {
      const there = Object.assign(new URL(address), { port });
      await page.goto(there.href);
      await page.goto(new URL('x', there).href);
    }
    expect(asked.filter(([, cookie]) => cookie !== undefined)).toEqual([]);
    expect(asked.length).toBeGreaterThan(2);
  });

  it('leads a browser that has a session to what it names, from a chat on another site as well', async () => {
    const { page, told, complaints } = await open();
    for (const address of await told()) {
      const { port } = await listen(address);
      // To a browser, `localhost` is another site than 127.0.0.1.
      await page.goto(`http://localhost:${port}/`);
      await page.getByRole('link', { name: 'the link' }).click();
      await page.waitForURL((url) => url.pathname.length > 1 && url.href.includes('127.0.0.1'));
      await page.locator('nav[aria-label=Pages]').waitFor();
      const [named = ''] = new URL(address).hash.split('#').slice(1);
      expect(new URL(page.url()).pathname.endsWith(`/${named}`)).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  it('tells a browser without a session how to get a link, with scripts or without', async () => {
    const { told } = await open();
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      for (const address of await told()) {
        await page.goto(address);
        await page.getByText('Run kamikit ui in a terminal').waitFor();
      }
    }
  });
});

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ html: string }>;
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  it.each([390, 1280])(
    'axe finds nothing serious on any page, %i pixels wide, and none is wider than the screen',
    async (width) => {
      const { page, go, ask, spender } = await open();
      await page.setViewportSize({ width, height: 900 });
      const bought = await spender.purchase(
        { goods_id: 1, sub_id: 11, quantity: 2, max_total: '100' },
        { idempotencyKey: 'b' },
      );
      await spender.follow(bought.id);
      await ask();
      await page.locator(`button[name=theme][value=${theme}]`).click();
      await page.locator(`html[data-theme=${theme}]`).waitFor();
      const paths = [
        ...[
          '',
          'approvals',
          'ledger',
          'ledger?q=nothing',
          `ledger/${bought.id}`,
          `ledger/${bought.id}?cards=shown`,
        ],
        ...['mandates', 'notifications', 'catalogue', 'catalogue?source=supplier', 'doctor', 'nothing'],
      ];
      for (const path of paths) {
        await go(path);
        for (const summary of await page.locator('details > summary').all()) await summary.click();
        await page.evaluate(axe.source);
        const violations = (await page.evaluate(
          'axe.run().then(({ violations }) => violations)',
        )) as Violation[];
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(
          serious.map(({ id, nodes }) => [id, nodes[0]?.html]),
          path,
        ).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
      }
    },
  );
});
