import { describe, expect, it } from 'vitest';
import { NUMBER, openSupplier } from '../testing/open-supplier.ts';

describe('contents', () => {
  it('of a SKU whose cards were pasted hold entities', async () => {
    const { buy } = await openSupplier();
    expect((await buy({ sku_id: '52' })).json?.data?.contents).toMatch(
      /^user\w{4}----p&amp;amp;&quot;\w{4}$/,
    );
  });

  it.each([
    [undefined, 'line2 &amp; <b>x</b> 中文'],
    ['hand', 'line2 &amp; <b>x</b> 中文'],
    ['paste', 'line2 &amp;amp; x 中文'],
    ['upload', 'line2 & <b>x</b> 中文'],
  ])('through %s, a trade is settled with %j', async (through, contents) => {
    const { buy, ask, control } = await openSupplier();
    await buy({ sku_id: '101' });
    const typed = { contents: 'line2 & <b>x</b> 中文', ...(through && { through }) };
    await control('trades', { trade_no: NUMBER, status: 1, ...typed });
    expect((await ask('query', { trade_no: NUMBER })).json?.data?.contents).toBe(contents);
  });

  it.each([
    ['102', 1, '请联系客服QQ 10001 领取'],
    ['103', 0, ''],
  ])('of SKU %s, delivered by hand, are status %d and %j', async (sku_id, status, contents) => {
    const { buy } = await openSupplier();
    expect((await buy({ sku_id })).json?.data).toMatchObject({ status, contents });
  });
});
