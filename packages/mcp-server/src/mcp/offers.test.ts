import { describe, expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

async function connected(settings = {}) {
  const { environment } = await startTestSandbox();
  const host = await connectHost({ environment: { ...environment, ...settings } });
  async function read(uri: string) {
    const [content] = (await host.client.readResource({ uri })).contents;
    return JSON.parse(content !== undefined && 'text' in content ? content.text : '');
  }
  const complete = async (
    ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string },
    name: string,
    value: string,
  ) => (await host.client.complete({ ref, argument: { name, value } })).completion.values;
  return { ...host, read, complete };
}

/** A shop that nobody answers for. */
const SILENT = {
  KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop',
  KAMIKIT_STOREFRONT_URL: 'http://127.0.0.1:9',
};

const WISH = { goods_id: 1, sub_id: 11, quantity: 2, max_total: '100', mode: 'sync', idempotency_key: 'k' };

describe('prompts', () => {
  it('are those of what is configured and allowed', async () => {
    const names = async (environment: Record<string, string>) =>
      (await (await connectHost({ environment })).client.listPrompts()).prompts.map(({ name }) => name);
    expect(await names({ KAMIKIT_SANDBOX: 'true' })).toEqual(['buy', 'restock', 'this_month']);
    expect(await names({ KAMIKIT_SANDBOX: 'true', KAMIKIT_READ_ONLY: 'true' })).toEqual(['this_month']);
    expect(await names({ KAMIKIT_CARDS_API_KEY: 'a-key-of-the-cards' })).toEqual(['this_month']);
    expect(await names({})).toEqual([]);
  });

  it('say what to do with what the user gave, and to ask before buying', async () => {
    const { client } = await connected();
    const args = { what: '腾讯视频月卡', quantity: '2', max_total: '60' };
    for (const name of ['buy', 'restock']) {
      const [message] = (await client.getPrompt({ name, arguments: args })).messages;
      expect(JSON.stringify(message)).toMatch(/: 腾讯视频月卡\. Quantity \([^)]+\): 2\. .*at most.*: 60\. /);
      expect(JSON.stringify(message)).toContain('ask me before');
    }
  });

  it('say nothing of what was left blank', async () => {
    const { client } = await connected();
    const texts = async (args: Record<string, string>) =>
      JSON.stringify(
        (await client.getPrompt({ name: 'buy', arguments: { what: '月卡', ...args } })).messages,
      );
    expect(await texts({ quantity: '', max_total: '  ' })).toBe(await texts({}));
    expect(await texts({})).toContain('Buy from the shop: 月卡. Find it with list_goods');
  });

  it.each([
    ['buy', {}, 'needs what'],
    ['buy', { what: ' ' }, 'needs what'],
    ['steal', {}, 'Unknown prompt'],
  ])('%s %j is refused by name', async (name, args, message) => {
    const { client } = await connected();
    await expect(client.getPrompt({ name, arguments: args })).rejects.toThrow(message);
  });

  it('name only tools that exist', async () => {
    const { client } = await connected();
    const tools = (await client.listTools()).tools.map(({ name }) => name);
    for (const { name } of (await client.listPrompts()).prompts) {
      const { messages } = await client.getPrompt({ name, arguments: { what: 'x' } });
      const named = JSON.stringify(messages).match(/\b[a-z]+_[a-z]+\b/g) ?? [];
      expect(tools).toEqual(expect.arrayContaining(named));
    }
  });
});

describe('resources', () => {
  it('are listed without opening the ledger or asking a shop', async () => {
    const { client, logged } = await connected({ KAMIKIT_LOG_LEVEL: 'debug' });
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resources.map(({ uri }) => uri)).toEqual([
      ...['kamikit://ledger/recent', 'kamikit://ledger/this-month', 'kamikit://goods/all'],
    ]);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      ...['kamikit://ledger/{entry_id}', 'kamikit://goods/{goods_id}'],
    ]);
    expect(logged).toEqual([]);
  });

  it('show exactly what the tools show', async () => {
    const { call, read } = await connected();
    const { entry_id } = (await call('purchase', WISH)).answer;
    expect(await read('kamikit://ledger/recent')).toEqual((await call('list_ledger')).answer);
    expect(await read(`kamikit://ledger/${entry_id}`)).toMatchObject({ entry_id, quantity: 2 });
    expect(await read('kamikit://ledger/this-month')).toMatchObject({ total: { amount: '50' } });
    expect(await read('kamikit://goods/1')).toEqual((await call('get_goods', { goods_id: 1 })).answer);
    expect(await read('kamikit://goods/all')).toEqual((await call('list_goods')).answer);
  });

  it('stay sealed', async () => {
    const { call, read, client } = await connected({ KAMIKIT_REVEAL: 'sealed' });
    const { entry_id } = (await call('purchase', WISH)).answer;
    const told = JSON.stringify([
      await read('kamikit://ledger/recent'),
      await read(`kamikit://ledger/${entry_id}`),
    ]);
    expect(told.match(/\[sealed: 2 lines/g)).toHaveLength(2);
    expect((await client.listResources()).resources).toHaveLength(3);
  });

  it.each([
    'kamikit://ledger/none',
    'kamikit://ledger/key-of-another',
    'kamikit://goods/999',
    'kamikit://goods/abc',
    'kamikit://goods/0',
    'kamikit://goods/1e3',
    'kamikit://goods/9999999999999999',
    'kamikit://goods/../ledger/recent',
    'kamikit://config/keys',
    'file:///etc/passwd',
  ])('that do not exist are not found: %s', async (uri) => {
    const { client, call } = await connected();
    await call('purchase', { ...WISH, idempotency_key: 'key-of-another' });
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_002 });
  });

  it('of what is not configured are neither listed nor read', async () => {
    const { client } = await connectHost({ environment: { KAMIKIT_CARDS_API_KEY: 'a-key-of-the-cards' } });
    expect(
      JSON.stringify([await client.listResources(), await client.listResourceTemplates()]),
    ).not.toContain('goods');
    await expect(client.readResource({ uri: 'kamikit://goods/1' })).rejects.toMatchObject({ code: -32_002 });
  });

  it('that a shop fails to give say why', async () => {
    const { client } = await connectHost({ environment: SILENT });
    await expect(client.readResource({ uri: 'kamikit://goods/1' })).rejects.toThrow(
      /storefront.*again later/s,
    );
  });
});

describe('arguments are completed', () => {
  const buy = { type: 'ref/prompt', name: 'buy' } as const;

  it('by what the shop or the supplier sells', async () => {
    const { complete } = await connected();
    expect(await complete(buy, 'what', '腾讯')).toEqual(expect.arrayContaining(['腾讯视频VIP会员']));
    expect(await complete({ type: 'ref/prompt', name: 'restock' }, 'what', '网盘')).not.toEqual([]);
    expect(await complete(buy, 'quantity', '1')).toEqual([]);
  });

  it('by numbers of goods and entries', async () => {
    const { call, complete } = await connected();
    const { entry_id } = (await call('purchase', WISH)).answer;
    const entry = { type: 'ref/resource', uri: 'kamikit://ledger/{entry_id}' } as const;
    expect(await complete(entry, 'entry_id', String(entry_id).slice(0, 3))).toEqual([entry_id]);
    expect(await complete(entry, 'entry_id', 'zz')).toEqual([]);
    const goods = { type: 'ref/resource', uri: 'kamikit://goods/{goods_id}' } as const;
    expect(await complete(goods, 'goods_id', '6')).toContain('60');
  });

  it('by as many as there are, or with word that there may be more', async () => {
    const { client, call } = await connected();
    const goods = { type: 'ref/resource', uri: 'kamikit://goods/{goods_id}' } as const;
    const all = await client.complete({ ref: goods, argument: { name: 'goods_id', value: '6' } });
    expect(all.completion).toMatchObject({ total: all.completion.values.length, hasMore: false });
    for (let number = 1; number <= 51; number += 1)
      await call('generate_cards', { card_type: 'count', uses: 1, idempotency_key: `k${number}` });
    const entry = { type: 'ref/resource', uri: 'kamikit://ledger/{entry_id}' } as const;
    const some = await client.complete({ ref: entry, argument: { name: 'entry_id', value: '' } });
    expect(some.completion.values).toHaveLength(50);
    expect(some.completion).toMatchObject({ hasMore: true });
    expect(some.completion).not.toHaveProperty('total');
  });

  it('by nothing where the shop does not answer', async () => {
    const { client } = await connectHost({ environment: SILENT });
    const { completion } = await client.complete({ ref: buy, argument: { name: 'what', value: 'x' } });
    expect(completion.values).toEqual([]);
  });
});
