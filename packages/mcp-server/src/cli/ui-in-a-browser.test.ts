import { parseMoney } from '@kamikit/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { orLong } from '../../test/long.ts';
import { pagesForTests } from '../../test/page-in-a-browser.ts';

const { file, open } = pagesForTests();

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

// What shows by itself may take a while on a busy machine.
const SLOWLY = { timeout: 20_000 };

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
    await expect.poll(() => page.locator('#waiting').textContent()).toBe('1');
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

  it('has each form sent once, however often its button is pressed', async () => {
    const { page, go, ask } = await open();
    await ask();
    await go('approvals');
    const press =
      "document.querySelector('form[action$=approve]').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))";
    expect([await page.evaluate(press), await page.evaluate(press)]).toEqual([true, false]);
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
      .poll(() => ledger.recover().then(() => ledger.get(entry.id)), SLOWLY)
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
    await expect.poll(() => button.isDisabled(), SLOWLY).toBe(true);
    // Where the pointer is, nothing happens.
    await page.mouse.down();
    await page.mouse.up();
    const count = page.locator('#waiting');
    await ask(4);
    await expect.poll(() => count.textContent(), SLOWLY).toBe('2');
    expect([await page.locator('.approval').count(), charges()]).toEqual([3, 0]);
    await page.mouse.move(0, 0);
    await page.getByRole('button', { name: 'Approve ¥100.00' }).waitFor();
    expect(await button.boundingBox()).toEqual(under);
    await page.reload();
    expect(await page.locator('.approval').count()).toBe(2);
  });

  it.each(orLong([], [8]))(
    'opens %i pages, more than a browser has connections, and each is shown',
    async (tabs) => {
      const { context, root } = await open();
      for (let tab = 0; tab < tabs; tab += 1) {
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
    },
  );

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
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Approve ¥25.00');
    await page.keyboard.press('Enter');
    await page.locator('.flash').waitFor();
    expect(charges()).toBe(1);
  });
});
