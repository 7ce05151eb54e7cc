import { readFileSync } from 'node:fs';
import { sign } from '@kamikit/signing';
import { describe, expect, it } from 'vitest';
import { openSupplier } from '../testing/open-supplier.ts';
import { shapeOf } from '../testing/shape.ts';
import { matchesBytes } from './php-pattern.ts';

interface Sent {
  path: string;
  headers: Record<string, string>;
  body: string;
}
interface Envelope {
  code: number;
  msg: string;
  data?: unknown;
}
interface Listed {
  id: number;
  widget: string | null;
  sku: Array<Record<string, unknown>>;
}

const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/real-clients/${name}.json`, import.meta.url), 'utf8'));
const official = readFixture('official-plugin') as { requests: Sent[] };
const acg = readFixture('acg-faka') as { requests: Sent[] };
const acgElsewhere = readFixture('acg-faka-to-a-real-shop') as { secret: string; requests: Sent[] };
const { replies } = readFixture('real-shop-replies') as {
  replies: Array<{ operation: string; body: Envelope }>;
};

/** What the sandbox answers to requests, one after the other. */
async function replay(requests: readonly Sent[]) {
  const { sandbox, state } = await openSupplier();
  const answers: Array<{ operation: string; body: string; envelope: Envelope }> = [];
  for (const { path, headers, body } of requests) {
    const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body });
    expect(response.headers.get('content-type')).toBe('application/json;charset=utf-8');
    const operation = path.replace(/^.*\/open-api\//, '');
    answers.push({ operation, body, envelope: (await response.json()) as Envelope });
  }
  return { answers, state };
}

/** Of what the real shop answered to one operation. */
const realShape = (operation: string) =>
  shapeOf(
    // `item` is one entry of `items`: what either shows may be in both.
    replies.flatMap(({ operation: name, body: { data } }) => {
      if (!['item', 'items'].includes(operation)) return name === operation ? [data] : [];
      if (!['item', 'items'].includes(name)) return [];
      const entries = name === 'items' ? (data as unknown[]) : [data];
      return operation === 'items' ? [entries] : entries;
    }),
  );

function expectRealShape(operation: string, data: unknown): void {
  const seen = shapeOf([data]);
  const real = realShape(operation);
  expect(Object.keys(seen).sort()).toEqual(Object.keys(real).sort());
  const strange = Object.entries(seen).filter(([path, kinds]) =>
    kinds.some((kind) => !real[path]?.includes(kind)),
  );
  expect(strange).toEqual([]);
}

const REFUSED: Record<string, string> = {
  // What the official client answers 连接失败#0 to, and acg-faka too.
  'sku_id=141': '库存不足',
  'sku_id=151': '商品未上架',
  'id=15': '商品不可用#0',
};

describe.each([
  ['the official plugin', official.requests],
  ['acg-faka', acg.requests],
])('%s, replayed byte for byte', (_, requests) => {
  it('is answered as the real shop answers, field by field', async () => {
    const { answers } = await replay(requests);
    for (const { operation, body, envelope } of answers) {
      const msg = ['trade', 'item'].includes(operation) ? REFUSED[body.split('&')[0] ?? ''] : undefined;
      if (msg !== undefined) expect({ body, envelope }).toEqual({ body, envelope: { code: 0, msg } });
      else {
        expect({ body, envelope }).toMatchObject({ envelope: { code: 200, msg: 'success' } });
        expectRealShape(operation, envelope.data);
      }
    }
  });
});

describe('the official plugin', () => {
  it('buys with fields and by hand, and finds its order by its own number', async () => {
    const { answers, state } = await replay(official.requests);
    const trades = answers.flatMap(({ operation, envelope: { data } }) =>
      operation === 'trade' && data !== undefined ? [data] : [],
    );
    expect(trades).toMatchObject([
      ...[{ status: 1 }, { status: 1 }, { status: 1 }],
      { status: 0, contents: expect.stringContaining('耐心') },
    ]);
    expect(answers.find(({ operation }) => operation === 'query')?.envelope.data).toEqual(trades[3]);
    expect(state().charges).toHaveLength(4);
  });
});

describe('acg-faka', () => {
  it('sees the state, the old stock after a sale, and what it would pay', async () => {
    const { answers } = await replay(acg.requests);
    const told = (operation: string, body: string) =>
      answers
        .filter((answer) => answer.operation === operation && answer.body === body)
        .map(({ envelope }) => envelope.data);
    expect(told('sku/stock', 'sku_id=11')).toEqual(Array(3).fill({ stock: '500' }));
    expect(told('sku/state', 'sku_id=141&quantity=1')).toEqual([{ state: false }]);
    expect(told('amount', 'sku_id=21&quantity=2')).toEqual(Array(2).fill({ amount: '17.60' }));
  });

  it('is understood in what it sent to a real shop, signed anew', async () => {
    const { sandbox } = await openSupplier();
    const { apiId, apiKey } = sandbox.supplier;
    const requests = acgElsewhere.requests.map(({ path, headers, body }) => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      expect(headers['api-signature']).toBe(sign(fields, acgElsewhere.secret));
      const signed = { ...headers, 'api-id': apiId, 'api-signature': sign(fields, apiKey) };
      return { path: `/supplier${path}`, headers: signed, body };
    });
    const { answers } = await replay(requests);
    expect(answers.filter(({ envelope }) => envelope.code !== 200)).toEqual([]);
  });
});

describe('both list all 15 items', () => {
  async function listed() {
    const { answers } = await replay(official.requests.slice(0, 1));
    return answers[0]?.envelope.data as Listed[];
  }

  it('because each SKU has every field that they read unguarded, of its type', async () => {
    const items = await listed();
    expect(items).toHaveLength(15);
    const decimal = expect.stringMatching(/^\d+\.\d{6}$/);
    for (const { sku, ...item } of items) {
      expect(item).toMatchObject({
        ...{ id: expect.any(Number), name: expect.any(String), picture_url: expect.any(String) },
        ...{ api_code: expect.any(String), category: { name: expect.any(String) } },
      });
      expect(Object.keys(item)).toEqual(expect.arrayContaining(['introduce', 'widget']));
      for (const each of sku) {
        expect(each).toMatchObject({
          ...{ id: expect.any(Number), name: expect.any(String), picture_url: expect.any(String) },
          ...{ stock: expect.any(String), stock_price: decimal, message: null, market_control: false },
        });
      }
    }
  });

  it('because their fields can be filled in: bare patterns, and options with values', async () => {
    const widgets = (await listed()).flatMap(
      ({ widget }) => JSON.parse(widget || '[]') as Array<Record<string, string>>,
    );
    expect(widgets).toHaveLength(3);
    for (const { title, name, placeholder, type, regex, error, data } of widgets) {
      expect([title, name, placeholder, type].every((text) => typeof text === 'string')).toBe(true);
      if (regex !== undefined)
        expect([matchesBytes(regex, '13800138000') || matchesBytes(regex, '10001'), error]).toEqual([
          true,
          expect.any(String),
        ]);
      if (type === 'select')
        expect(data?.split('\r\n').every((line) => /^[^=]+=[^=]+$/.test(line))).toBe(true);
    }
  });
});
