import { describe, expect, it } from 'vitest';
import { connectHost } from '../../test/host.ts';
import { tools } from '../tools/index.ts';

const good = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '10', idempotency_key: 'k' };

const { idempotency_key, ...item } = good;
const wholeJob = { kind: 'purchase', items: [item], max_total: '10', idempotency_key };

const cases: ReadonlyArray<[tool: string, args: Record<string, unknown>, named: string]> = [
  ['list_goods', { page: 0 }, 'page'],
  ['list_goods', { per_page: 101 }, 'per_page'],
  ['list_goods', { search: '' }, 'search'],
  ['list_goods', { group_id: null }, 'group_id'],
  ['list_goods', { type: true }, 'type'],
  ['list_goods', { goods: 1 }, '"goods"'],
  ['get_goods', {}, 'goods_id'],
  ['get_goods', { goods_id: '' }, 'goods_id'],
  ['get_goods', { goods_id: 1.5 }, 'goods_id'],
  ['get_goods', { goods_id: '1e3' }, 'goods_id'],
  ['get_balance', { currency: 'CNY' }, '"currency"'],
  ['purchase', { ...good, quantity: -1 }, 'quantity'],
  ['purchase', { ...good, quantity: 0 }, 'quantity'],
  ['purchase', { ...good, quantity: 1e9 }, 'quantity'],
  ['purchase', { ...good, quantity: true }, 'quantity'],
  ['purchase', { ...good, max_total: 'ten' }, 'max_total'],
  ['purchase', { ...good, max_total: -1 }, 'max_total'],
  ['purchase', { ...good, max_total: 0 }, 'max_total'],
  ['purchase', { ...good, idempotency_key: '  ' }, 'idempotency_key'],
  ['purchase', { ...good, idempotency_key: 7 }, 'idempotency_key'],
  ['purchase', { ...good, mode: 'fast' }, 'mode'],
  ['purchase', { ...good, coupon: 'x' }, '"coupon"'],
  ['poll_order', { order_sn: '' }, 'order_sn'],
  ['poll_order', { order_sn: 5 }, 'order_sn'],
  ['poll_order', { order_sn: '\udfff' }, 'order_sn: expected a text without half characters'],
  ['purchase', { ...good, idempotency_key: 'a\ud800' }, 'idempotency_key: expected a text without half'],
  ['poll_order', { order_sn: 'A', wait_seconds: 46 }, 'wait_seconds'],
  ['verify_card', { code: '' }, 'code'],
  ['verify_card', {}, 'code'],
  ['use_card', { code: 'A' }, 'idempotency_key'],
  ['use_card', { code: 5, idempotency_key: 'k' }, 'code'],
  ['generate_cards', { card_type: 'gift', idempotency_key: 'k' }, 'card_type'],
  ['generate_cards', { card_type: 'count', idempotency_key: 'k' }, 'needs uses'],
  ['generate_cards', { card_type: 'count', uses: 0, idempotency_key: 'k' }, 'uses'],
  [
    'generate_cards',
    { card_type: 'count', uses: 1, points: 5, idempotency_key: 'k' },
    'points cannot be combined',
  ],
  ['generate_cards', { card_type: 'point', points: 5, idempotency_key: 'k' }, 'points_per_use'],
  ['generate_cards', { card_type: 'time', duration: 5, idempotency_key: 'k' }, 'duration_unit'],
  ['query_cards', { status: 2 }, 'status'],
  ['query_cards', { card_type: 'gift' }, 'card_type'],
  ['recharge_card', { code: 'A', amount: -5, idempotency_key: 'k' }, 'amount'],
  ['delete_card', { code: ' ' }, 'code'],
  ['supplier_items', { per_page: 0 }, 'per_page'],
  ['supplier_item', { item_id: '0x1' }, 'item_id'],
  ['supplier_check', { sku_id: 1, quantity: 0 }, 'quantity'],
  ['supplier_trade', { sku_id: 1, quantity: 1, max_total: '5' }, 'idempotency_key'],
  [
    'supplier_trade',
    { sku_id: 1, quantity: 1, max_total: '5', idempotency_key: 'k', fields: { qq: 5 } },
    'fields.qq',
  ],
  ['supplier_query', { trade_no: 123 }, 'trade_no'],
  ['supplier_query', { trade_no: '123' }, '24 digits'],
  ['list_ledger', { state: 'gone' }, 'state'],
  ['list_ledger', { kind: 'purchases' }, 'kind'],
  ['list_ledger', { page: 'first' }, 'page'],
  ['list_ledger', { since: '2026-02-30' }, 'since'],
  ['list_ledger', { since: '+275760-09-13' }, 'since'],
  ['list_ledger', { until: 'today' }, 'such as 2026-11-20'],
  ['list_ledger', { per_page: 51 }, 'per_page'],
  ['list_ledger', { unused: 'yes' }, 'unused'],
  ['spending_summary', { group_by: 'week' }, 'group_by'],
  ['spending_summary', { since: 20261101 }, 'since'],
  [
    'spending_summary',
    { since: '2026-11-20', until: '2026-11-01' },
    'since (2026-11-20) is after until (2026-11-01)',
  ],
  [
    'list_ledger',
    { since: '2026-11-20', until: '2026-11-01' },
    'since (2026-11-20) is after until (2026-11-01)',
  ],
  ['mark_used', { cards: ['1'] }, 'entry_id'],
  ['mark_used', { entry_id: 'e', cards: [] }, 'cards'],
  ['reconcile_ledger', { entry_id: '' }, 'entry_id'],
  ['start_job', { ...wholeJob, items: [] }, 'items'],
  ['start_job', { ...wholeJob, items: [1] }, 'items'],
  ['start_job', { ...wholeJob, kind: 'use_card' }, 'kind'],
  ['start_job', { ...wholeJob, concurrency: 5 }, 'concurrency'],
  ['start_job', { ...wholeJob, items: [{ ...item, quantity: 0 }] }, 'item 1'],
  ['start_job', { ...wholeJob, items: [item, { ...item, coupon: 'x' }] }, 'item 2'],
  ['get_job', { job_id: '' }, 'job_id'],
  ['get_job', { job_id: 'j', wait_seconds: 46 }, 'wait_seconds'],
  ['control_job', { job_id: 'j', action: 'stop' }, 'action'],
];

describe('bad arguments', () => {
  it('have a case for every tool', () => {
    const covered = new Set(cases.map(([tool]) => tool));
    expect(tools.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it.each(cases)('of %s %j are refused, naming %s', async (tool, args, named) => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true' } });
    expect(await call(tool, args)).toMatchObject({
      isError: true,
      answer: {
        error: { code: 'invalid_request', message: expect.stringContaining(named), retryable: false },
      },
    });
    expect(await call('list_goods')).toMatchObject({ isError: false });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['get_goods', {}, 'goods_id is missing: expected an integer'],
    ['get_goods', { goods_id: 'abc' }, 'goods_id: expected an integer, got “abc”'],
    [
      'list_goods',
      { page: 0, per_page: 1e9 },
      'page: expected 1 or more, got 0; per_page: expected 100 or less, got 1000000000',
    ],
    ['list_goods', { search: '  ' }, 'search: expected a text that is not blank, got “”'],
    ['list_goods', { search: 'x'.repeat(300) }, 'characters or fewer, got a text of 300 characters'],
    ['purchase', { ...good, mode: 'fast' }, 'mode: expected one of "async", "sync", got “fast”'],
    [
      'purchase',
      { ...good, max_total: true },
      'max_total: expected an amount above 0 in yuan, such as "94.05", got true',
    ],
    [
      'list_ledger',
      { unused: 'yes', since: 5 },
      'since: expected a day, such as 2026-11-20, got 5; unused: expected true or false, got “yes”',
    ],
    [
      'use_card',
      { code: 12345678, idempotency_key: null },
      'code: expected a text, got a number; idempotency_key: expected a text, got null',
    ],
    ['mark_used', { entry_id: 'e', cards: [] }, 'cards: expected 1 or more of them, got a list of 0'],
    ['mark_used', { entry_id: 'e', cards: [1.5] }, 'cards.0: expected a text, got a number'],
    [
      'supplier_trade',
      { sku_id: 1, quantity: 1, max_total: 1, idempotency_key: 'k', fields: 'a-phone-number' },
      'fields: expected an object, got a text of 14 characters',
    ],
  ])('of %s %j are told in plain words: %s', async (tool, args, words) => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true' } });
    expect((await call(tool, args)).answer).toMatchObject({
      error: { message: expect.stringContaining(words) },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['get_goods', {}, '缺少 goods_id，应为整数。'],
    [
      'list_goods',
      { page: 0, goods: 1 },
      'page 应为不小于 1 的数，收到的是 0；没有名为 "goods" 的参数（可用：',
    ],
    [
      'purchase',
      { ...good, max_total: true },
      'max_total 应为大于 0 的金额（元），例如 "94.05"，收到的是 true。',
    ],
    ['use_card', { code: 12345678, idempotency_key: 'k' }, 'code 应为文本，收到的是数字。'],
    ['mark_used', { entry_id: 'e', cards: [] }, 'cards 应为至少有 1 项的列表，收到的是有 0 项的列表。'],
  ])('of %s %j are told in Chinese, too: %s', async (tool, args, words) => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_LANG: 'zh' } });
    expect((await call(tool, args)).answer).toMatchObject({
      error: {
        message: expect.stringMatching(/^Invalid arguments: .*\.$/),
        hint: expect.stringMatching(/^改正消息中指出的字段，然后重新调用。 参数有误：/),
      },
    });
    expect(JSON.stringify((await call(tool, args)).answer)).toContain(JSON.stringify(words).slice(1, -1));
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['of an unknown field', 'get_goods', { goods_id: 1, ['x'.repeat(100_000)]: 1 }],
    ['of a field in a field', 'supplier_trade', { fields: { ['x'.repeat(100_000)]: 5 } }],
    [
      'of many unknown fields',
      'get_goods',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [n, n])),
    ],
    ['of many faults', 'mark_used', { entry_id: 'e', cards: Array(4_000).fill(true) }],
  ])('are told briefly in both languages, whatever the length %s', async (_, tool, args) => {
    for (const language of ['en', 'zh']) {
      const { call } = await connectHost({
        environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_LANG: language },
      });
      const { answer } = await call(tool, args);
      expect(answer).toMatchObject({ error: { code: 'invalid_request' } });
      expect(JSON.stringify(answer).length).toBeLessThan(2_000);
    }
  });

  it.each(['en', 'zh'])('are never told in the words of a library: %s', async (language) => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_LANG: language } });
    for (const [tool, args] of cases)
      expect(JSON.stringify((await call(tool, args)).answer)).not.toMatch(
        /Invalid input|Too (small|big)|Invalid option|undefined|something else|其他内容/,
      );
  });

  it.each([
    ['get_goods', { goods_id: 999_999 }],
    ['purchase', { ...good, goods_id: 999_999 }],
    ['poll_order', { order_sn: 'NO SUCH/ORDER' }],
    ['reconcile_ledger', { entry_id: 'none' }],
  ])('that are well formed but unknown: %s %j is not_found', async (tool, args) => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true' } });
    expect(await call(tool, args)).toMatchObject({ isError: true, answer: { error: { code: 'not_found' } } });
  });

  it('takes integers as digits and money as a number', async () => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true' } });
    expect(await call('purchase', { ...good, goods_id: '999999', max_total: 10.5 })).toMatchObject({
      answer: { error: { code: 'not_found' } },
    });
  });

  it('an unknown tool is a protocol error', async () => {
    const { client } = await connectHost();
    await expect(client.callTool({ name: 'buy_everything', arguments: {} })).rejects.toThrow('Unknown tool');
  });
});
