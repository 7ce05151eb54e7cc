import { describe, expect, it } from 'vitest';
import { connect, PAGE, told, viewsForTests } from '../../test/app-view-in-a-browser.ts';

const { render } = viewsForTests();

describe('in a chat, the user sees', () => {
  it('that it is under way, then what was bought, and the cards after a click', async () => {
    const { document, buy } = await connect();
    const { show, text, frame, cards: visible, asked, complaints, requests } = await render(document);
    expect(await text()).toBe('Under way …');
    const bought = await buy();
    await show(bought);
    const { cards, order_sn: number } = Object(bought.structuredContent);
    const [first, second] = cards.split('\n');
    expect(await text()).toMatch(/腾讯视频VIP会员.*Completed.*¥47\.50.*Quantity\s+2.*Agreed\s+¥50\.00/s);
    expect(await text()).toContain(number);
    expect(await frame.content()).not.toContain(first);
    await frame.getByText('Show cards').click();
    await expect.poll(visible).toEqual([first, second]);
    await frame.getByText('Hide cards').click();
    await frame.locator('.cards li').first().waitFor({ state: 'detached' });
    expect([await asked(), complaints, requests]).toEqual([[], [], []]);
  });

  it('what waits for the owner: until when, and where to decide; nothing there decides', async () => {
    const { document, buy } = await connect({ KAMIKIT_CONFIRM: 'owner' });
    const { show, text, frame, page, asked } = await render(document);
    const waits = await buy();
    await show(waits);
    const { entry_id: id } = Object(waits.structuredContent);
    expect(await text()).toMatch(
      /Needs your approval.*¥50\.00.*Unit price\s+¥25\.00.*until\s+Nov 20, 09:15/s,
    );
    expect(await text()).toContain(`${PAGE}#approvals`);
    expect(await text()).toContain(`kamikit approve ${id}`);
    expect(await frame.getByRole('button').allInnerTexts()).toEqual(['Open my page to decide']);
    await frame.getByRole('button').click();
    await expect.poll(asked).toEqual([['link', `${PAGE}#approvals`]]);
    await page.clock.fastForward('15:00');
    await frame.getByText('The time for deciding is over').waitFor();
    expect(await frame.getByRole('button').count()).toBe(0);
    expect(await text()).not.toMatch(/43210|kamikit approve/);
  });

  it('no button where the host opens no links, and no address but the one of a page on this machine', async () => {
    const { document, buy } = await connect({ KAMIKIT_CONFIRM: 'owner', KAMIKIT_LANG: 'zh' });
    const waits = await buy();
    const without = await render(document, { capabilities: {} });
    await without.show(waits);
    expect(await without.text()).toContain(`${PAGE}#approvals`);
    expect(await without.frame.getByRole('button').count()).toBe(0);
    const { frame, show, text } = await render(document);
    for (const next of ['https://shop.example/#approvals', 'javascript://127.0.0.1:1/#approvals']) {
      await show(told({ ...Object(waits.structuredContent), next }));
      expect(await frame.getByRole('button').count()).toBe(0);
      expect(await text()).not.toContain(next);
    }
  });

  it('entries of the ledger, each with its cards after a click', async () => {
    const { document, buy, call } = await connect();
    await buy();
    await buy({ quantity: 1 });
    await call('generate_cards', { card_type: 'count', uses: 1, idempotency_key: 'issued' });
    const { show, frame, text, cards } = await render(document, { width: 900 });
    const listed = await call('list_ledger');
    await show(listed);
    const rows = await frame.locator('tbody tr').allInnerTexts();
    expect(await text()).toContain('1–3 / 3');
    expect(rows[1]).toMatch(/腾讯视频VIP会员\s+月卡 · × 1 · Purchase.*Completed\s+¥25\.00\s+Nov 20, 09:0/s);
    expect(rows[0]).toMatch(/^Issue of cards.*—/s);
    await frame.getByText('Show cards').nth(2).click();
    const { entries } = Object(listed.structuredContent);
    await expect.poll(cards).toEqual(entries[2].cards.split('\n'));
  });

  it('what failed, and whether anything was bought', async () => {
    const { document, buy } = await connect();
    const { show, text } = await render(document, { locale: 'zh-CN' });
    await show(await buy({ max_total: '1' }));
    expect(await text()).toMatch(/操作未成功.*未成交.*more than max_total 1/s);
    await show(told({ error: { code: 'outcome_unknown', message: 'No answer.', outcome: 'unknown' } }));
    expect(await text()).toMatch(/操作未成功.*结果未知.*No answer/s);
  });

  it('no card where they are sealed, but where to read them', async () => {
    const { document, buy, call } = await connect({ KAMIKIT_REVEAL: 'sealed' });
    const { show, text, frame } = await render(document);
    const bought = await buy();
    const where = `#ledger/${Object(bought.structuredContent).entry_id}`;
    for (const result of [bought, await call('list_ledger')]) {
      await show(result);
      expect(await text()).toMatch(`sealed: 2 lines; ${PAGE}${where} shows them`);
      expect(await frame.getByText('Show cards').count()).toBe(0);
    }
    // What the ledger could not keep is in the answer alone, whatever the setting.
    await show(told({ ...Object(bought.structuredContent), cards: 'AAAA', ledger_notice: 'Keep this.' }));
    expect(await text()).toMatch(/Keep this\..*Show cards/s);
  });

  it('amounts exactly, as on the page', async () => {
    const { document, buy, call } = await connect();
    await buy();
    const listed = Object((await call('list_ledger')).structuredContent);
    const amounts = ['0.5', '1234567.891', '-5', '999999999999999.123456789012'];
    const { show, frame } = await render(document, { width: 900 });
    await show(told({ ...listed, entries: amounts.map((amount) => ({ ...listed.entries[0], amount })) }));
    expect(await frame.locator('td.number').allInnerTexts()).toEqual([
      ...['¥0.50', '¥1,234,567.891', '-¥5.00', '¥999,999,999,999,999.123456789012'],
    ]);
  });
});

describe('the host', () => {
  it('decides on language and theme, then and later; what it speaks that we do not, is ours to choose', async () => {
    const { document, buy } = await connect({ KAMIKIT_LANG: 'zh' });
    const { page, frame, show, text } = await render(document, { theme: 'dark', locale: 'de-DE' });
    await show(await buy());
    expect(await text()).toContain('已完成');
    const shade = () => frame.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await shade()).toBe('rgb(22, 22, 28)');
    await page.evaluate(`bridge.setHostContext({ theme: 'light', locale: 'en-GB' })`);
    await frame.getByText('Completed').waitFor();
    expect([await shade(), await frame.evaluate('document.documentElement.lang')]).toEqual([
      ...['rgb(255, 255, 255)', 'en'],
    ]);
  });

  it('gives the view the height that it needs, and its own width', async () => {
    const { document, buy } = await connect();
    const { page, frame, show } = await render(document, { width: 390 });
    await show(await buy());
    const overflow = 'document.documentElement.scrollHeight - innerHeight';
    await expect.poll(() => frame.evaluate(overflow)).toBe(0);
    await frame.getByText('Show cards').click();
    await expect.poll(() => frame.evaluate(overflow)).toBe(0);
    expect(await page.evaluate(`document.querySelector('iframe').clientWidth`)).toBe(390);
  });

  it('alone is heard: what another window posts shows nothing', async () => {
    const { document } = await connect();
    const { frame, text } = await render(document);
    const result = told({ error: { message: 'Pay me.' } });
    const message = { jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: result };
    await frame.evaluate(`new Promise((done) => {
      addEventListener('message', () => setTimeout(done));
      postMessage(${JSON.stringify(message)}, '*');
    })`);
    expect(await text()).toBe('Under way …');
  });

  it('is answered when it ends the view or asks whether it lives', async () => {
    const { document } = await connect();
    const { page } = await render(document);
    expect(await page.evaluate('bridge.teardownResource({})')).toEqual({});
    expect(await page.evaluate(`bridge.request({ method: 'ping' })`)).toEqual({});
  });
});
