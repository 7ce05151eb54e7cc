import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { firstOf, TRADE_NO } from '../sandbox/scenarios.ts';
import { openStage } from '../sandbox/stage.ts';
import { serveLoopback } from '../testing/serve-loopback.ts';
import { drift } from './drift.ts';

async function run(args: string[], environment: Record<string, string>) {
  const lines: string[] = [];
  const exitCode = await drift(args, environment, (line) => lines.push(line));
  const differences = lines.filter((line) => line.startsWith('     ')).map((line) => line.trim());
  return { exitCode, lines, differences };
}

/** What stands before a sandbox and changes its answers on their way. */
function behind(target: string, change: (body: string) => string): Promise<string> {
  return serveLoopback(async (request, response) => {
    const { method = 'GET', headers, url = '' } = request;
    const body = await buffer(request);
    const sent = Object.entries(headers).filter(
      ([name]) => !['host', 'connection', 'content-length'].includes(name),
    );
    const answer = await fetch(new URL(url, target), {
      method,
      headers: sent.map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 && { body }),
    });
    response.writeHead(answer.status, { 'content-type': String(answer.headers.get('content-type')) });
    response.end(change(await answer.text()));
  });
}

/** A sandbox whose answers are changed on their way, and the settings that lead there. */
async function changed(from: string, to: string): Promise<Record<string, string>> {
  const { sandbox, environment } = await openStage();
  const url = await behind(sandbox.url, (body) => body.replaceAll(from, to));
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace(sandbox.url, url)]),
  );
}

describe('the drift check', () => {
  it('finds the sandbox as the fixtures know it, in every read', async () => {
    const { clients, environment } = await openStage();
    const { order_sn } = await clients.storefront.purchase(await firstOf({ clients }, 1, 1));
    const [code = ''] = (await clients.cards.generate({ card_type: 'count', uses: 5 })).codes;
    await clients.supplier.trade({ sku_id: 11, quantity: 1, trade_no: TRADE_NO });
    const known = ['--order-sn', order_sn, '--code', code, '--trade-no', TRADE_NO];
    const { exitCode, lines } = await run(known, environment);
    expect(lines.at(-1)).toBe('14 unchanged');
    expect(exitCode).toBe(0);
  });

  it('only reads, and says what it could not read', async () => {
    const { sandbox, environment } = await openStage();
    const { exitCode, lines } = await run([], environment);
    expect(lines.at(-1)).toBe('11 unchanged, 3 skipped');
    expect(exitCode).toBe(0);
    const { requests, storefront, cards, supplier } = sandbox.state();
    expect(new Set(requests.map(({ operation }) => operation))).toEqual(
      new Set([
        ...['list_goods', 'get_goods', 'get_stock', 'get_balance', 'query'],
        ...['items', 'item', 'sku_stock', 'sku_state', 'amount', 'connect'],
      ]),
    );
    expect([storefront.charges, supplier.charges, cards.uses, cards.generated]).toEqual([[], [], [], []]);
  });

  it.each([
    [
      'a renamed field',
      ['"level_name":', '"rank":'],
      ['removed data.level_name: string', 'added data.rank: string'],
    ],
    ['an added field', ['"level_name":', '"frozen":0,"level_name":'], ['added data.frozen: number']],
    [
      'a retyped field',
      ['"total_spent":5000', '"total_spent":[5000]'],
      ['retyped data.total_spent: list instead of number or string'],
    ],
    [
      'a renamed field without which a client understands nothing',
      ['"goods_id":', '"good":'],
      ['removed data.goods_id: number', 'added data.good: number'],
    ],
  ])('reports %s, and exits with 1', async (_, [from = '', to = ''], told) => {
    const { exitCode, differences } = await run(['--upstream', 'storefront'], await changed(from, to));
    expect(differences).toEqual(told);
    expect(exitCode).toBe(1);
  });

  it('exits with 2 when an upstream refuses to answer, or none is configured', async () => {
    const { environment } = await openStage();
    const wrong = await run(['--upstream', 'cards'], {
      ...environment,
      KAMIKIT_CARDS_API_KEY: 'not-the-key',
    });
    expect(wrong).toMatchObject({
      exitCode: 2,
      lines: ['!  cards/query: unauthorized', expect.any(String), expect.any(String)],
    });
    expect(await run([], {})).toMatchObject({ exitCode: 2, lines: ['nothing is configured'] });
  });

  it.each([
    ['an upstream that does not exist', ['--upstream', 'moon'], {}, 'there is no upstream moon'],
    ['an upstream that is not configured', ['--upstream', 'cards'], {}, 'no cards is configured'],
    ['a setting that is wrong', [], { KAMIKIT_STOREFRONT_URL: 'nonsense' }, 'KAMIKIT_STOREFRONT_URL'],
  ])('refuses %s', async (_, args, environment, told) => {
    await expect(run(args, environment)).rejects.toThrow(told);
  });
});
