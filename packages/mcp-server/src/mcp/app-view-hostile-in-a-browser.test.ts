import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, told, viewsForTests } from '../../test/app-view-in-a-browser.ts';

const { render } = viewsForTests();

describe('what a shop wrote', () => {
  const HOSTILE = `<img src=x onerror="document.title='taken'"></script><script>document.title='taken'</script>\u202e‮gpj`;

  it('stays a text, wherever it stands', async () => {
    const { document, buy, call } = await connect();
    const { show, frame, text, uncover, complaints, requests } = await render(document);
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
      await uncover();
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
