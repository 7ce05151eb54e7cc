import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pagesForTests } from '../../test/page-in-a-browser.ts';

const { open, stranger } = pagesForTests();

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

  it('a link into the page itself is followed from another site as well, by a browser that has a session', async () => {
    const { page, root } = await open();
    const { port } = await listen(new URL('ledger?q=x', root).href);
    await page.goto(`http://localhost:${port}/`);
    await page.getByRole('link', { name: 'the link' }).click();
    await page.getByRole('heading', { name: 'Ledger' }).waitFor();
    expect(page.url()).toBe(new URL('ledger?q=x', root).href);
  });

  it('tells a browser without a session how to get a link, with scripts or without', async () => {
    const { told } = await open();
    for (const javaScriptEnabled of [true, false]) {
      const page = await stranger(javaScriptEnabled);
      for (const address of await told()) {
        await page.goto(address);
        await page.getByText('Run kamikit ui in a terminal').waitFor();
      }
    }
  });
});
