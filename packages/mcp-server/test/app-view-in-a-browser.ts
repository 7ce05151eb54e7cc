import { fileURLToPath } from 'node:url';
import { RESOURCE_MIME_TYPE } from '@modelcontextprotocol/ext-apps';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { writePageAddress } from '../src/config/page-address.ts';
import { VIEW } from '../src/mcp/app-view.ts';
import { browserForTests } from './browser.ts';
import { connectHost, startTestSandbox, temporaryFolder } from './host.ts';

/** A browser in which a host renders the view. */
export function viewsForTests() {
  const browser = browserForTests();
  return {
    render: async (document: string, looks?: Looks) =>
      render(await browser(), await bundledHost(), document, looks),
  };
}

let host: Promise<string> | undefined;

function bundledHost(): Promise<string> {
  const entry = fileURLToPath(new URL('./app-host.js', import.meta.url));
  host ??= build({ entryPoints: [entry], bundle: true, format: 'iife', write: false }).then(
    ({ outputFiles }) => outputFiles[0]?.text ?? '',
  );
  return host;
}

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

/** Where the owner's page is. */
export const PAGE = 'http://127.0.0.1:43210/';

/** A server whose owner's page runs, a host that renders its views, and what it buys. */
export async function connect(settings: Record<string, string> = {}) {
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
async function render(browser: Browser, host: string, document: string, looks: Looks = {}) {
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
      // Messages come in order: what answers this has shown that.
      await page.evaluate(`bridge.request({ method: 'ping' })`);
      await frame.locator('#shown h2').first().waitFor();
    },
    /** Opens whatever can be; `toggle` is an event of its own, after the click's. */
    async uncover() {
      for (const summary of await frame.locator('summary').all()) await summary.click();
      await expect.poll(() => frame.locator('details[open] ol:empty').count()).toBe(0);
    },
    cards: () => frame.locator('.cards li').allInnerTexts(),
    text: async () => (await frame.locator('#shown').allInnerTexts()).join(),
    /** What the view has asked of the host. */
    asked: () => page.evaluate('asked'),
  };
}

/** A tool's result, as a host passes it on. */
export const told = (structuredContent: object) => ({ content: [], structuredContent });
