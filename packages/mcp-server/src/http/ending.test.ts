import { expect, it } from 'vitest';
import { posted } from '../../test/posted-call.ts';
import { BASE, openServed, type ServedOptions } from '../../test/served.ts';

/** Something that waits for its owner, whose page is open, and a shop that takes its time. */
async function openAsked(parts: ServedOptions['parts'] = {}) {
  const served = await openServed({ environment: { KAMIKIT_CONFIRM: 'owner' }, parts });
  const { ask, connect, ledger, sandbox, serving, tokenOf } = served;
  const { call } = await connect(await tokenOf('alice'));
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30', mode: 'sync', idempotency_key: 'k' };
  const { entry_id } = (await call('purchase', wish)).answer;
  const { pathname, search } = new URL(serving.pages.link());
  const cookie = (await ask(`${pathname}${search}`)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const root = pathname.replace(/enter$/, '');
  const shown = await (await ask(root, { headers: { cookie } })).text();
  const body = new URLSearchParams({ _csrf: /name="_csrf" value="([^"]+)"/.exec(shown)?.[1] ?? '' });
  const headers = { cookie, origin: BASE, 'sec-fetch-site': 'same-origin' };
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase_sync', kind: 'delay_ms', ms: 300 });
  const approve = () => ask(`${root}approvals/${entry_id}/approve`, { method: 'POST', headers, body });
  return { approve, ledger, sandbox, serving, state: async () => (await ledger.get(entry_id))?.state };
}

it('what its owner allowed on the page is written down before the server ends', async () => {
  const { approve, sandbox, serving, state } = await openAsked();
  const approved = approve();
  await expect.poll(() => sandbox.state().counts.storefront?.purchase_sync).toBe(1);
  await serving.ended();
  expect(await state()).toBe('completed');
  expect((await approved).status).toBe(303);
});

it('jobs end side by side with what is under way, as a minute is all there is', async () => {
  let isJobOver = false;
  const end = async () => {
    isJobOver = true;
  };
  const outside = { startWork: async () => ({ look() {}, end }) };
  const { approve, sandbox, serving, state } = await openAsked({ outside });
  const approved = approve();
  await expect.poll(() => sandbox.state().counts.storefront?.purchase_sync).toBe(1);
  const ended = serving.ended();
  await expect.poll(() => isJobOver).toBe(true);
  expect(await state()).toBe('sent');
  await Promise.all([ended, approved]);
});

it('nothing more is decided on the page of a server that ends', async () => {
  const { approve, serving, state } = await openAsked();
  await serving.ended();
  expect((await approve()).status).toBe(503);
  expect(await state()).toBe('awaiting_approval');
});

it('a call that came in before the server ends, and of which the end came after, buys nothing', async () => {
  const { ask, sandbox, serving, tokenOf } = await openServed();
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30', mode: 'sync', idempotency_key: 'k' };
  const { body, ...call } = posted(await tokenOf('alice'), 'purchase', wish);
  const [isRead, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const halves = [body.slice(0, 20), body.slice(20)].map((half) => new TextEncoder().encode(half));
  const sent = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const half = halves.shift();
      if (half === undefined) return controller.close();
      // Asked for once the first has been taken.
      if (halves.length === 0) {
        isRead.resolve();
        await end.promise;
      }
      controller.enqueue(half);
    },
  });
  const asked = ask('/mcp', { ...call, body: sent, duplex: 'half' });
  await isRead.promise;
  await serving.ended();
  end.resolve();
  expect(await (await asked).text()).toContain('This server ends');
  expect(sandbox.state().storefront.charges).toEqual([]);
});
