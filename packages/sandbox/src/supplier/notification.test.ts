import { verifyForm } from '@kamikit/signing';
import { describe, expect, it } from 'vitest';
import { openReceiver } from '../testing/open-receiver.ts';
import { NUMBER, openSupplier } from '../testing/open-supplier.ts';

describe('notifications', () => {
  it('are signed over what is posted, sent when a trade changes, and repeated or forged on demand', async () => {
    const { buy, control, sandbox } = await openSupplier();
    const { arrived, url } = await openReceiver();
    await buy({ sku_id: '101', async_url: url });
    await control('trades', { trade_no: NUMBER, status: 1, contents: 'GOODS' });
    expect(new URLSearchParams(arrived[0]?.body).get('contents')).toBe('GOODS');
    await control('notify', { trade_no: NUMBER, repeat: 2 });
    await control('notify', { trade_no: NUMBER, forge: 'signature' });
    const genuine = arrived.map(({ body, signature }) =>
      verifyForm(body, sandbox.supplier.apiKey, signature),
    );
    expect(genuine).toEqual([true, true, true, false]);
    expect(sandbox.state().supplier.notifications[0]?.answered).toBe('200 {"code":200,"msg":"success"}');
  });

  it('are sent by the time the clock has been moved', async () => {
    const { buy, control } = await openSupplier();
    const { arrived, url } = await openReceiver();
    await buy({ sku_id: '111', async_url: url });
    await control('clock', { advance_seconds: 60 });
    expect(arrived).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(arrived[0]?.body))).toMatchObject({
      ...{ status: '1', item_trade_no: NUMBER, amount: '36.00', trade_time: '2026-11-20 16:00:00' },
    });
  });

  it.each([NUMBER, NUMBER.replace(/.$/, '7')])(
    'can be late, or signed and about a foreign order: %s',
    async (trade_no) => {
      const { buy, control, sandbox } = await openSupplier();
      const { arrived, url } = await openReceiver();
      await buy({ async_url: url, trade_no });
      await control('notify', { trade_no, status: 0 });
      await control('notify', { trade_no, forge: 'foreign_order' });
      const [late, foreign] = arrived.map(({ body }) => new URLSearchParams(body));
      expect(late?.get('status')).toBe('0');
      expect(foreign?.get('item_trade_no')).not.toBe(trade_no);
      for (const { body, signature } of arrived)
        expect(verifyForm(body, sandbox.supplier.apiKey, signature)).toBe(true);
    },
  );

  it('follow no redirect', async () => {
    const { buy, control, state } = await openSupplier();
    const { arrived, url } = await openReceiver(undefined, { status: 307 });
    await buy({ async_url: url });
    await control('notify', { trade_no: NUMBER });
    expect(arrived).toHaveLength(1);
    expect(state().notifications).toMatchObject([{ answered: expect.stringMatching(/^307 /) }]);
  });

  it('that nobody accepts are recorded', async () => {
    const { buy, control, state } = await openSupplier();
    await buy({ async_url: 'http://127.0.0.1:1/' });
    await control('notify', { trade_no: NUMBER });
    expect(state().notifications).toMatchObject([{ answered: expect.stringContaining('no answer') }]);
  });

  it('a second settling with the same status keeps the goods', async () => {
    const { buy, control, state } = await openSupplier();
    await buy();
    const before = state().trades;
    await control('trades', { trade_no: NUMBER, status: 1 });
    expect(state().trades).toEqual(before);
  });

  it('go only to this machine', async () => {
    const { buy, control, state } = await openSupplier();
    await buy({ sku_id: '101', async_url: 'https://shop.example/notify' });
    await control('trades', { trade_no: NUMBER, status: 1 });
    expect(state().notifications).toMatchObject([{ answered: expect.stringContaining('not sent') }]);
  });
});
