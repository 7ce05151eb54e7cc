import { expect, it } from 'vitest';
import { BASE, openServed } from '../../test/served.ts';

/** Something that waits for its owner, whose page is open, and a shop that takes its time. */
async function openAsked() {
  const served = await openServed({ environment: { KAMIKIT_CONFIRM: 'owner' } });
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

it('nothing more is decided on the page of a server that ends', async () => {
  const { approve, serving, state } = await openAsked();
  await serving.ended();
  expect((await approve()).status).toBe(503);
  expect(await state()).toBe('awaiting_approval');
});
