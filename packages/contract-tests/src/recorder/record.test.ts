import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formsOf } from '@kamikit/core/src/redact.ts';
import { openLedger } from '@kamikit/ledger';
import { temporaryFolder } from '@kamikit/mcp-server/test';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../interactions/canonical-json.ts';
import { FIXTURES, readFixtures } from '../interactions/fixture-files.ts';
import { playFixture } from '../interactions/play-fixture.ts';
import { firstOf, TRADE_NO } from '../sandbox/scenarios.ts';
import { openStage, type Stage } from '../sandbox/stage.ts';
import { record } from './record.ts';
import { saveRecorded } from './save-recorded.ts';

const OTHER_NO = '280000000001795206088945';
const UPSTREAMS = ['storefront', 'cards', 'supplier'];

/** The recorder before a sandbox, with a folder of its own. */
async function recorder(stage?: Stage, settings: Record<string, string> = {}) {
  const used = stage ?? (await openStage());
  const [out, dataDir] = [temporaryFolder(), temporaryFolder()];
  const environment = { ...used.environment, KAMIKIT_DATA_DIR: dataDir, ...settings };
  const lines: string[] = [];
  return {
    ...used,
    ...{ out, lines },
    run: (...args: string[]) => record([...args, '--out', out], environment, (line) => lines.push(line)),
    async ledger() {
      const ledger = await openLedger({ path: join(dataDir, 'ledger.sqlite') });
      const { entries } = await ledger.list();
      await ledger.close();
      return entries;
    },
    written: () =>
      readdirSync(out, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.json'))
        .sort(),
    text: () =>
      [...lines, ...readFixtures(`${out}/`).map(({ file }) => readFileSync(file, 'utf8'))].join('\n'),
  };
}

/** Orders, cards and trades whose traces a recording could hold. */
async function trade({ tradeNo = TRADE_NO, clients }: Pick<Stage, 'clients'> & { tradeNo?: string }) {
  const order = await clients.storefront.purchase(await firstOf({ clients }, 1, 2));
  const { codes } = await clients.cards.generate({
    card_type: 'point',
    points: 50,
    points_per_use: 5,
    count: 3,
  });
  await clients.supplier.trade({ sku_id: 11, quantity: 2, trade_no: tradeNo });
  return ['--order-sn', order.order_sn, '--trade-no', tradeNo, '--code', codes[0] ?? ''];
}

function secretsOf({ sandbox }: Stage): string[] {
  const { storefront, cards, supplier } = sandbox.state();
  return [
    ...[sandbox.storefront.apiKey, sandbox.cards.apiKey, sandbox.supplier.apiKey],
    ...storefront.orders.flatMap(({ order_sn, cards }) => [order_sn, ...[cards ?? []].flat()]),
    ...cards.cards.map(({ code }) => code),
    ...supplier.trades.flatMap(({ contents, item_trade_no, trade_no }) => [
      ...contents.split('\n'),
      item_trade_no,
      trade_no,
    ]),
  ];
}

describe('pnpm record', () => {
  it('records every read as a fixture that replays, without one secret', async () => {
    const stage = await openStage();
    const known = await trade(stage);
    const { run, out, lines, text } = await recorder(stage);
    for (const upstream of UPSTREAMS) expect(await run('--upstream', upstream, ...known)).toBe(0);
    const fixtures = readFixtures(`${out}/`);
    expect(fixtures, lines.join('\n')).toHaveLength(14);
    for (const fixture of fixtures) {
      expect(fixture.provenance).toEqual({ kind: 'recorded', source: 'a stand-in' });
      const { client, differences } = await playFixture(fixture);
      expect({ client, differences }).toEqual({ client: fixture.client, differences: [] });
      const { provenance, input, exchanges } = fixture;
      expect(readFileSync(fixture.file, 'utf8')).toBe(
        canonicalJson({ provenance, input, exchanges, client }),
      );
    }
    const found = secretsOf(stage).filter((secret) => formsOf(secret).some((form) => text().includes(form)));
    expect(secretsOf(stage).length).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });

  it('writes the same when it is run again, whatever was bought meanwhile', async () => {
    const stage = await openStage();
    const { run, lines } = await recorder(stage);
    await trade(stage);
    for (const upstream of UPSTREAMS) await run('--upstream', upstream);
    await trade({ ...stage, tradeNo: OTHER_NO });
    lines.length = 0;
    for (const upstream of UPSTREAMS) await run('--upstream', upstream);
    expect(lines.filter((line) => !/^(same as before|skipped) /.test(line))).toEqual([]);
  });

  it('only reads unless an operation is named', async () => {
    const { run, sandbox } = await recorder();
    const before = sandbox.state();
    for (const upstream of UPSTREAMS) await run('--upstream', upstream);
    const { storefront, cards, supplier } = sandbox.state();
    expect({ storefront, cards, supplier }).toEqual({
      ...{ storefront: before.storefront, cards: before.cards, supplier: before.supplier },
    });
  });

  it('buys once what it is told to; the card is in the ledger, and nowhere else', async () => {
    const { run, ledger, sandbox, clients, text, lines, ...stage } = await recorder();
    const wish = JSON.stringify({ ...(await firstOf({ clients }, 1, 2)), max_total: '50' });
    expect(await run('--upstream', 'storefront', '--operation', 'purchase', '--input', wish)).toBe(0);
    const { charges, orders } = sandbox.state().storefront;
    expect(charges).toHaveLength(1);
    const [entry] = await ledger();
    expect(entry).toMatchObject({
      kind: 'purchase',
      state: 'completed',
      result: { cards: orders[0]?.cards },
    });
    expect(lines[0]).toContain(entry?.id);
    const found = secretsOf({ ...stage, sandbox, clients }).filter((secret) =>
      formsOf(secret).some((form) => text().includes(form)),
    );
    expect(found).toEqual([]);
  });

  it('records the operation that was named, whatever mode is given as well', async () => {
    const { run, lines, sandbox } = await recorder();
    const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '50', mode: 'sync' };
    const input = JSON.stringify(wish);
    expect(await run('--upstream', 'storefront', '--operation', 'purchase_async', '--input', input)).toBe(0);
    expect(lines.at(-1)).toMatch(/purchase_async.recorded\.json: a success$/);
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it('records a trade whose answer is lost, and the queries that are lost as well', async () => {
    const { run, fault, lines, sandbox } = await recorder();
    fault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
    fault({ upstream: 'supplier', operation: 'query', kind: 'reset_before', times: 2 });
    const wish = JSON.stringify({ sku_id: 11, quantity: 1, max_total: '14' });
    expect(await run('--upstream', 'supplier', '--operation', 'trade', '--input', wish), lines.join()).toBe(
      0,
    );
    expect(sandbox.state().supplier.charges).toHaveLength(1);
  });

  it('records a shop under a prefix of its own, but not whose prefix it is', async () => {
    const { run, control, lines, text } = await recorder(undefined, {
      KAMIKIT_SUPPLIER_PREFIX: '/plugin/4711/open-api',
    });
    await control('supplier', { prefix: '/plugin/4711/open-api' });
    expect(await run('--upstream', 'supplier'), lines.join()).toBe(0);
    expect(text()).not.toContain('4711');
  });

  it.each([
    ['storefront', 'purchase_async', { goods_id: 1, sub_id: 11, quantity: 1, max_total: '50' }],
    ['cards', 'generate', { card_type: 'time', duration: 30, duration_unit: 'day', count: 2 }],
    ['cards', 'generate', { card_type: 'count', uses: 5 }],
    ['cards', 'generate', { card_type: 'point', points: 50, points_per_use: 5, remark: 'mine' }],
    ['cards', 'use', { code: 'CARD' }],
    ['cards', 'recharge', { code: 'CARD', amount: 3 }],
    ['cards', 'delete', { code: 'CARD' }],
    ['supplier', 'trade', { sku_id: 11, quantity: 1, max_total: '14' }],
    ['supplier', 'trade', { sku_id: 61, quantity: 1, max_total: '14', fields: { account: '13912345678' } }],
  ])('records what really changes something: %s %s %j', async (upstream, operation, wish) => {
    const { run, clients, lines, text } = await recorder();
    const [code] = (await clients.cards.generate({ card_type: 'count', uses: 5 })).codes;
    const input = JSON.stringify(wish).replace('CARD', code ?? '');
    expect(await run('--upstream', upstream, '--operation', operation, '--input', input), lines.join()).toBe(
      0,
    );
    expect(lines.at(-1)).toMatch(/recorded\.json: a success$/);
    for (const secret of [code ?? '', '13912345678']) expect(text()).not.toContain(secret);
  });

  it('records a purchase whose answer is lost, and does not repeat it', async () => {
    const { run, ledger, sandbox, clients, fault, lines } = await recorder();
    fault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
    const wish = JSON.stringify({ ...(await firstOf({ clients }, 1, 1)), max_total: '50' });
    await run('--upstream', 'storefront', '--operation', 'purchase', '--input', wish, '--case', 'lost');
    expect(sandbox.state().storefront.charges).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/lost\.json: outcome_unknown$/);
    expect(await ledger()).toMatchObject([{ kind: 'purchase', state: 'unknown' }]);
  });

  it.each([
    ['dearer than it may be', { max_total: '1' }, {}, 'more than max_total'],
    ['beyond the budget', { max_total: '50' }, { KAMIKIT_DAILY_BUDGET: '10' }, 'budget'],
    ['on a server that only reads', { max_total: '50' }, { KAMIKIT_READ_ONLY: 'true' }, 'only reads'],
    ['with a wish that cannot be understood', { max_total: '50', colour: 'red' }, {}, '"colour"'],
  ])('buys nothing that is %s', async (_, more, settings, told) => {
    const { run, sandbox, clients, written } = await recorder(undefined, settings);
    const wish = JSON.stringify({ ...(await firstOf({ clients }, 1, 1)), ...more });
    await expect(run('--upstream', 'storefront', '--operation', 'purchase', '--input', wish)).rejects.toThrow(
      told,
    );
    expect(sandbox.state().storefront.charges).toEqual([]);
    expect(written()).toEqual([]);
  });

  it.each([
    [
      'a refusal',
      { upstream: 'storefront', operation: 'get_goods', kind: 'status', status: 404 } as const,
      'not_found',
    ],
    [
      'a page',
      { upstream: 'storefront', operation: 'get_goods', kind: 'html' } as const,
      'malformed_response',
    ],
    [
      'a cut answer',
      { upstream: 'storefront', operation: 'get_goods', kind: 'truncate', abort: true } as const,
      'unreachable',
    ],
  ])('records %s as it comes', async (_, faulty, code) => {
    const { run, fault, lines } = await recorder();
    fault(faulty);
    expect(await run('--upstream', 'storefront', '--operation', 'get_goods', '--input', '{"id":1}')).toBe(0);
    expect(lines).toEqual([expect.stringContaining(`get_goods/recorded.json: ${code}`)]);
  });

  it.each([
    [
      'an input that the operation does not take',
      ['--operation', 'get_goods', '--input', '{"id":"one"}'],
      'id',
    ],
    ['an operation that does not exist', ['--operation', 'steal'], 'there is no operation storefront/steal'],
    ['a name that is none', ['--case', '../../x'], '--case takes'],
    ['an upstream that does not exist', ['--upstream', 'moon'], 'there is no upstream moon'],
  ])('refuses %s before anything is sent', async (_, args, told) => {
    const { run, sandbox, written } = await recorder();
    await expect(run('--upstream', 'storefront', ...args)).rejects.toThrow(told);
    expect(sandbox.state().requests).toEqual([]);
    expect(written()).toEqual([]);
  });

  it('never counts a stand-in among the fixtures, and never overwrites what was not recorded', async () => {
    const { environment } = await openStage();
    await expect(record(['--upstream', 'cards'], environment, () => {})).rejects.toThrow(
      'a stand-in is not an upstream',
    );
    const among = ['--upstream', 'cards', '--out', FIXTURES];
    await expect(record(among, environment, () => {})).rejects.toThrow('a stand-in is not an upstream');
    const { lines, run, out } = await recorder();
    await run('--upstream', 'storefront', '--operation', 'get_balance');
    const file = join(out, 'storefront/get_balance/recorded.json');
    const documented = readFixtures().find(({ name }) => name === 'storefront/get_balance/sample');
    const copy = join(out, 'documented.json');
    copyFileSync(documented?.file ?? '', copy);
    expect(() => saveRecorded(copy, readFileSync(file, 'utf8'))).toThrow('not recorded');
    expect(lines).toHaveLength(1);
  });
});
