import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { RESOURCE_MIME_TYPE } from '@modelcontextprotocol/ext-apps';
import axe from 'axe-core';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { connectHost, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { orLong } from '../../test/long.ts';
import { writePageAddress } from '../config/page-address.ts';
import { VIEW } from './app-view.ts';

const CHROMIUM = process.env.KAMIKIT_CHROMIUM ?? '/usr/bin/chromium';
type Look = [theme: 'light' | 'dark', width: number, locale: string];

let browser: Browser;
let host = '';

beforeEach(({ skip }) => {
  skip(!existsSync(CHROMIUM), `there is no Chromium at ${CHROMIUM}: install it, or set KAMIKIT_CHROMIUM`);
});

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) return;
  const entry = fileURLToPath(new URL('../../test/app-host.js', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false });
  host = outputFiles[0]?.text ?? '';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});

afterAll(() => browser?.close());

interface Looks {
  theme?: 'light' | 'dark';
  locale?: string;
  width?: number;
  /** What the host can do for the view. */
  capabilities?: object;
  /** Of the host; without one, the view's own is alone. */
  policy?: string;
}

// The standard's, where a view asks for nothing.
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'none'";

const PAGE = 'http://127.0.0.1:43210/';

/** A server whose owner's page runs, a host that renders its views, and what it buys. */
async function connect(settings: Record<string, string> = {}) {
  const { environment } = await startTestSandbox();
  const dataDir = temporaryFolder();
  await writePageAddress({ dataDir }, PAGE);
  const { client } = await connectHost({
    environment: { ...environment, KAMIKIT_DATA_DIR: dataDir, ...settings },
    views: [RESOURCE_MIME_TYPE],
  });
  const [content] = (await client.readResource({ uri: VIEW })).contents;
  const call = (name: string, args: Record<string, unknown> = {}) =>
    client.callTool({ name, arguments: args });
  let keys = 0;
  return {
    document: content !== undefined && 'text' in content ? content.text : '',
    call,
    buy: (wish: Record<string, unknown> = {}) =>
      call('purchase', {
        ...{ goods_id: 1, sub_id: 11, quantity: 2, max_total: '100', mode: 'sync', again: true },
        ...{ idempotency_key: `wish-${++keys}`, ...wish },
      }),
  };
}

/** The view as the host shows it, before there is a result. */
async function render(document: string, looks: Looks = {}) {
  const { theme = 'light', locale = 'en-US', width = 760, capabilities = { openLinks: {} } } = looks;
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  onTestFinished(() => page.close());
  // When the server of these tests buys.
  await page.clock.install({ time: '2026-11-20T09:01:00+08:00' });
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => requests.push(request.url()));
  await page.setContent('<!doctype html><html lang="en"><title>A host</title><body style="margin:0">');
  await page.evaluate(host);
  const given = [document, looks.policy ?? POLICY, { theme, locale }, capabilities];
  await page.evaluate(`openView(...${JSON.stringify(given)})`);
  const [, frame] = page.frames();
  if (frame === undefined) throw new Error('no frame');
  return {
    ...{ page, frame, complaints, requests },
    async show(result: object) {
      await page.evaluate(`bridge.sendToolResult(${JSON.stringify(result)})`);
      await frame.locator('#shown h2').first().waitFor();
    },
    text: async () => (await frame.locator('#shown').allInnerTexts()).join(),
    /** What the view has asked of the host. */
    asked: () => page.evaluate('asked'),
  };
}

const told = (structuredContent: object) => ({ content: [], structuredContent });

describe('in a chat, the user sees', () => {
  it('that it is under way, then what was bought, and the cards after a click', async () => {
    const { document, buy } = await connect();
    const { show, text, frame, asked, complaints, requests } = await render(document);
    expect(await text()).toBe('Under way …');
    const bought = await buy();
    await show(bought);
    const { cards, order_sn: number } = Object(bought.structuredContent);
    const [first, second] = cards.split('\n');
    expect(await text()).toMatch(/腾讯视频VIP会员.*Completed.*¥47\.50.*Quantity\s+2.*Agreed\s+¥50\.00/s);
    expect(await text()).toContain(number);
    expect(await frame.content()).not.toContain(first);
    await frame.getByText('Show cards').click();
    expect(await frame.locator('.cards li').allInnerTexts()).toEqual([first, second]);
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
    const { show, frame, text } = await render(document, { width: 900 });
    const listed = await call('list_ledger');
    await show(listed);
    const rows = await frame.locator('tbody tr').allInnerTexts();
    expect(await text()).toContain('1–3 / 3');
    expect(rows[1]).toMatch(/腾讯视频VIP会员\s+月卡 · × 1 · Purchase.*Completed\s+¥25\.00\s+Nov 20, 09:0/s);
    expect(rows[0]).toMatch(/^Issue of cards.*—/s);
    await frame.getByText('Show cards').nth(2).click();
    const { entries } = Object(listed.structuredContent);
    expect(await frame.locator('.cards li').allInnerTexts()).toEqual(entries[2].cards.split('\n'));
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

describe('what a shop wrote', () => {
  const HOSTILE = `<img src=x onerror="document.title='taken'"></script><script>document.title='taken'</script>\u202e‮gpj`;

  it('stays a text, wherever it stands', async () => {
    const { document, buy, call } = await connect();
    const { show, frame, text, complaints, requests } = await render(document);
    const hostile = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(hostile);
      if (typeof value !== 'object') return typeof value === 'string' ? HOSTILE : value;
      return value && Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hostile(each)]));
    };
    const bought = Object((await buy()).structuredContent);
    const listed = Object((await call('list_ledger')).structuredContent);
    for (const answer of [bought, listed, { error: { message: '' } }]) {
      await show(told({ ...Object(hostile(answer)), total: null, actual_price: null, total_price: null }));
      expect(await text()).toContain('<img src=x');
      for (const summary of await frame.locator('summary').all()) await summary.click();
      expect(await frame.locator('img, #shown script').count()).toBe(0);
    }
    expect([await frame.title(), requests]).toEqual(['Kamikit', []]);
    expect(complaints).toEqual([]);
  });

  it('cannot turn the words beside it around', async () => {
    const { document, buy } = await connect();
    const { show, frame } = await render(document);
    await show(told({ ...Object((await buy()).structuredContent), order_sn: HOSTILE }));
    const isolated = `[...document.querySelectorAll('#shown bdi')].every((each) => getComputedStyle(each).unicodeBidi === 'isolate')`;
    expect(await frame.evaluate(isolated)).toBe(true);
    expect(await frame.locator('bdi', { hasText: 'gpj' }).count()).toBe(1);
  });

  it('reaches no network, even in a host that forbids nothing', async () => {
    const asked: Array<string | undefined> = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const { document } = await connect();
    const { frame } = await render(document, { policy: '' });
    await frame.evaluate(`(async () => {
      const image = Object.assign(new Image(), { src: '${to}/image' });
      await new Promise((done) => { image.onload = image.onerror = done; });
      await fetch('${to}/fetch', { mode: 'no-cors' }).catch(() => {});
    })()`);
    expect(asked).toEqual([]);
  });
});

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ html: string }>;
}

it.each(
  orLong<Look>(
    [
      ['light', 390, 'en-US'],
      ['dark', 760, 'zh-CN'],
    ],
    [
      ['dark', 390, 'en-US'],
      ['light', 760, 'zh-CN'],
    ],
  ),
)(
  'in %s, %i pixels wide and in %s, axe finds nothing serious, and nothing is wider',
  async (theme, width, locale) => {
    const { document, buy, call } = await connect();
    const owner = await connect({ KAMIKIT_CONFIRM: 'owner' });
    const results = [
      await buy(),
      await owner.buy(),
      await buy({ max_total: '1' }),
      await call('list_ledger'),
    ];
    const { frame, show } = await render(document, { theme, width, locale });
    for (const result of [...results, told({ entries: [], page: 1, per_page: 10, total: 0 })]) {
      await show(result);
      for (const summary of await frame.locator('summary').all()) await summary.click();
      await frame.evaluate(axe.source);
      const run = 'axe.run(document, { iframes: false }).then(({ violations }) => violations)';
      const serious = ((await frame.evaluate(run)) as Violation[]).filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await frame.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  },
);
