import { createNotificationHandler, stockLevel } from '@kamikit/core';
import { sign } from '@kamikit/signing';
import { describe, expect, it } from 'vitest';
import { openScene, recorded, recordedText, type Scene } from './real-shop.ts';

// What the real shop program does (mcy-shop 5.0.29, run and recorded), and that client, tools and sandbox agree with it.

type Check = (scene: Scene) => Promise<void>;

const HOUR_MS = 3_600_000;
const APOLOGY = '很抱歉，有人在你付款之前抢走了商品，请联系客服。';

const points: ReadonlyArray<readonly [what: string, check: Check]> = [
  [
    'a choice is shown by its label and posted by its value; what is left open is posted as the form has it',
    async ({ tool, trade, sandbox }) => {
      const region = { options: [{ label: '国服', value: 'cn', is_default: true }, { value: 'hk' }] };
      expect(await recorded('item/recorded-widgets')).toMatchObject({ returns: { widget: [{}, region] } });
      expect(await tool('supplier_item', { item_id: 8 })).toMatchObject({
        fields: [{ options: ['国服', '港服', '美服'], default: '国服' }],
      });
      expect(await trade(81)).toMatchObject({ state: 'completed', defaults: { region: 'cn' } });
      expect(await trade(81, { fields: { region: '港服' } })).not.toHaveProperty('defaults');
      expect(sandbox.state().requests.filter(({ operation }) => operation === 'trade')).toHaveLength(2);
      expect(await trade(81, { fields: { region: '火星' } })).toMatchObject({
        error: { code: 'invalid_request', message: expect.stringContaining('“国服”, “港服”, “美服”') },
      });
    },
  ],
  [
    'more than there is: the money is kept and nothing delivered, which is said; a number too high is not sent',
    async ({ trade, control, sandbox, tool }) => {
      expect(await recorded('trade/recorded-more-than-stock')).toMatchObject({
        returns: { notice: APOLOGY },
      });
      expect(await trade(33, { quantity: 2 })).toMatchObject({ error: { code: 'out_of_stock' } });
      expect(sandbox.state().supplier.charges).toEqual([]);
      // In words the shop tells no number, so that only its apology shows it.
      await control('supplier', { stock_mode: 1 });
      const answer = await trade(33, { quantity: 2 });
      expect(answer).toMatchObject({
        ...{ state: 'failed', contents: null, next: expect.stringContaining('took the money') },
      });
      expect(sandbox.state().supplier.charges).toHaveLength(1);
      expect(await tool('get_balance')).not.toMatchObject({ budget: { spent_today: '0' } });
    },
  ],
  [
    'every field that real clients read without a guard is there',
    async ({ clients }) => {
      const items = await clients.supplier.items();
      expect(items).toHaveLength(15);
      for (const sku of items.flatMap((item) => item.sku)) {
        expect(sku.picture_url).toEqual(expect.any(String));
        expect(sku).toHaveProperty('message');
        expect(sku).toHaveProperty('market_control');
      }
    },
  ],
  [
    'a trade may commit long after its answer was lost; until then its number is unknown, which proves nothing',
    async ({ trade, fault, tool, pass, control, sandbox }) => {
      expect(await recorded('trade/recorded-slower-than-everything')).toMatchObject({
        throws: { code: 'outcome_unknown' },
      });
      fault({ upstream: 'supplier', operation: 'trade', kind: 'commit_late', ms: 200_000, reply: 'cut' });
      expect(await trade(11)).toMatchObject({ error: { code: 'outcome_unknown', outcome: 'unknown' } });
      const { entries } = (await tool('list_ledger', { state: 'unknown' })) as {
        entries: [{ entry_id: string }];
      };
      const [{ entry_id }] = entries;
      await pass(188_000);
      expect(await tool('reconcile_ledger', { entry_id })).toMatchObject({ state: 'unknown' });
      await pass(8 * HOUR_MS);
      expect(await tool('reconcile_ledger', { entry_id })).toMatchObject({ state: 'unknown' });
      await control('clock', { advance_seconds: 201 });
      expect(await tool('reconcile_ledger', { entry_id })).toMatchObject({ state: 'completed' });
      expect(sandbox.state().supplier.charges).toHaveLength(1);
    },
  ],
  [
    'a used number is refused like a new one: only a query tells what became of it',
    async ({ clients, fault, sandbox }) => {
      const found = { returns: { status: 1, contents: 'AAAA-5555' } };
      expect(await recorded('trade/recorded-sent-before-and-balance-gone')).toMatchObject(found);
      const wish = { sku_id: 11, quantity: 1, trade_no: '280000000001795206088944' };
      const first = await clients.supplier.trade(wish);
      await clients.supplier.trade({ sku_id: 31, quantity: 30 });
      expect(sandbox.state().supplier.balance).toBe('6.5');
      expect(await clients.supplier.trade(wish)).toEqual(first);
      fault({ upstream: 'supplier', operation: 'query', kind: 'status', status: 500 });
      await expect(clients.supplier.trade(wish)).rejects.toMatchObject({ outcome: 'unknown' });
    },
  ],
  [
    'stock is told in words, which mean plenty, little, none or by hand; any other is unknown',
    async ({ tool, trade }) => {
      for (const [name, level] of [
        ['words-mode-1-sold-out', 'available'],
        ['words-mode-2-five-left', 'scarce'],
        ['words-mode-2-sold-out', 'none'],
        ['words-mode-3-five-left', 'scarce'],
        ['words-mode-3-sold-out', 'none'],
        ['by-hand', 'by_hand'],
      ]) {
        const { returns } = Object(await recorded(`sku_stock/recorded-${name}`));
        expect(stockLevel(returns), name).toBe(level);
      }
      for (const [sku_id, stock_level] of [
        [101, 'by_hand'],
        [132, 'scarce'],
        [133, 'none'],
        [143, 'available'],
      ])
        expect(await tool('supplier_check', { sku_id, quantity: 1 })).toMatchObject({ stock_level });
      expect(await trade(133)).toMatchObject({ error: { code: 'out_of_stock' } });
      expect(stockLevel({ stock: null, stock_text: '若干' })).toBe('unknown');
    },
  ],
  [
    'contents went through HTML: they are kept as they came, and decoded beside',
    async ({ trade, sandbox, tool }) => {
      expect(await recorded('trade/recorded-pasted-card')).toMatchObject({
        returns: { contents: 'user----p&amp;amp;ss' },
      });
      const { contents, contents_decoded, entry_id, next } = await trade(52);
      expect(sandbox.state().supplier.trades[0]?.contents).toBe(contents);
      expect(contents).toContain('&amp;');
      expect(contents_decoded).not.toContain('&amp;');
      expect(next).toContain('contents_decoded');
      expect((await tool('list_ledger')).entries).toMatchObject([{ entry_id, cards: contents }]);
    },
  ],
  [
    'a shop without status and query: what it wrote may be the goods, and its owner settles the entry',
    async ({ control, trade, tool }) => {
      await control('supplier', { status_field: false, without: ['query'] });
      const { entry_id, ...answer } = await trade(11);
      expect(answer).toMatchObject({
        ...{ state: 'pending', contents: expect.stringMatching(/^[\w-]+$/), notice: null },
        next: expect.stringContaining(`kamikit ledger settle ${entry_id}`),
      });
      expect((await tool('list_ledger')).entries).toMatchObject([{ cards: answer.contents }]);
    },
  ],
  [
    'patterns are bare, and the shop puts # around them',
    async ({ clients }) => {
      const { widget } = await clients.supplier.item(6);
      expect(widget).toMatchObject([{ regex: '^1\\d{10}$' }]);
      expect(await recorded('item/recorded-widgets')).toMatchObject({
        returns: { widget: [{ regex: '^1\\d{10}$' }, {}] },
      });
    },
  ],
  [
    'patterns count bytes',
    async ({ clients }) => {
      const { widget } = await clients.supplier.item(7);
      const [{ name = '', regex } = {}] = widget ?? [];
      const six = { widget: [{ ...Object(widget?.[0]), regex: '^.{6,}$' }], fields: { [name]: '中文' } };
      expect(regex).not.toBeNull();
      // Our check lets it through, and the shop has its own pattern.
      await expect(clients.supplier.trade({ sku_id: 71, quantity: 1, ...six })).rejects.not.toMatchObject({
        message: expect.stringContaining('does not match'),
      });
    },
  ],
  [
    'a notification of 3,000 cards has 173 kB',
    async () => {
      const receive = createNotificationHandler({
        ...{ secret: 's', findOrder: async () => null, requery: async () => null, onEvent: async () => {} },
      });
      const request = new Request('https://me.example/', { method: 'POST', body: 'x'.repeat(173_026) });
      // Not its size, but its signature is refused.
      expect((await receive(request)).status).toBe(403);
    },
  ],
  [
    'who asks is told from what is asked for',
    async ({ environment }) => {
      expect(await recorded('item/recorded-off-shelf')).toMatchObject({ throws: { code: 'not_found' } });
      const { tool } = await openScene({ ...environment, KAMIKIT_SUPPLIER_API_ID: '99999' });
      expect(await tool('supplier_items')).toMatchObject({
        error: { code: 'unauthorized', message: expect.stringContaining('商户不存在') },
      });
    },
  ],
  [
    'the filter refuses U+FFFE and takes [1] and {}',
    async ({ clients }) => {
      const widget = [{ ...Object((await clients.supplier.item(6)).widget?.[0]), regex: null }];
      for (const [account, taken] of [
        ['a\uFFFEb', false],
        ['[1]', true],
        ['{}', true],
      ] as const) {
        const sent = clients.supplier.trade({ sku_id: 61, quantity: 1, fields: { account }, widget });
        const reason = await sent.catch((error) => error);
        // The shop's own pattern refuses what its filter and signature let through.
        expect(reason.message).toContain(taken ? '请填写正确的手机号' : 'a character that is none');
      }
    },
  ],
  [
    'a number has exactly 24 bytes, and validators answer with code 0',
    async ({ connections }) => {
      const { url, apiId, apiKey } = connections.supplier;
      for (const length of [23, 25]) {
        const form = { sku_id: '11', quantity: '1', trade_no: '1'.repeat(length) };
        const answer = await fetch(`${url}/plugin/open-api/trade`, {
          method: 'POST',
          headers: { 'api-id': apiId, 'api-signature': sign(form, apiKey) },
          body: new URLSearchParams(form),
        });
        expect(await answer.json()).toEqual({ code: 0, msg: '订单号不能低于24位' });
      }
      expect(recordedText('trade/recorded-widget-missing')).toContain('"code":0');
    },
  ],
  [
    'an error page begins with a tag, without a doctype, and is called a page',
    async ({ trade, fault }) => {
      expect(recordedText('trade/recorded-missing-route')).toMatch(/^<html>/);
      fault({ upstream: 'supplier', operation: 'trade', kind: 'html', times: 2 });
      fault({ upstream: 'supplier', operation: 'query', kind: 'html', times: 40 });
      expect(await trade(11)).toMatchObject({ error: { message: expect.stringContaining('an HTML page') } });
    },
  ],
  [
    'stock stays as it was told first; an unknown SKU has none and is not on sale',
    async ({ clients, trade, tool }) => {
      expect(await recorded('sku_stock/recorded-cached-after-sale')).toMatchObject({ returns: { stock: 1 } });
      const before = await clients.supplier.skuStock(11);
      await trade(11);
      expect(await clients.supplier.skuStock(11)).toEqual(before);
      expect(await tool('supplier_check', { sku_id: 9, quantity: 1 })).toMatchObject({
        ...{ stock: 0, stock_level: 'none', state: false },
      });
      expect(await tool('supplier_check', { sku_id: 141, quantity: 1 })).toMatchObject({ state: false });
    },
  ],
  [
    'a used number for a SKU that is sold out gives the page, and is found when it is asked for',
    async ({ clients }) => {
      expect(await recorded('trade/recorded-duplicate-now-sold-out')).toMatchObject({
        returns: { contents: 'AAAA-1111' },
      });
      const wish = { sku_id: 33, quantity: 1, trade_no: '280000000001795206088944' };
      const first = await clients.supplier.trade(wish);
      expect(await clients.supplier.trade(wish)).toEqual(first);
    },
  ],
];

describe('the real shop, and that client, tools and sandbox agree with it', () => {
  it.each(points.map(([what, check], index) => ({ number: index + 1, what, check })))(
    '($number) $what',
    async ({ check }) => check(await openScene()),
  );
});
