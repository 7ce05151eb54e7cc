import { itemSchema } from '@kamikit/core/src/supplier/item.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFixtures } from '../interactions/fixture-files.ts';
import { describeOperation, operationNames } from '../interactions/operations.ts';
import { ownSuccesses } from '../interactions/own-replies.ts';
import { unknownKeys } from './unknown-keys.ts';

const fixtures = readFixtures();

const code = z.union([z.int(), z.string().regex(/^\d+$/)]);
/** What stands beside the data (storefront document, 基础信息; cards document; supplier facts, success). */
const envelopes = {
  storefront: z.union([
    z.strictObject({ success: z.boolean(), message: z.string(), data: z.unknown().optional() }),
    // What answers before the shop's own code does.
    z.strictObject({ message: z.string(), errors: z.record(z.string(), z.array(z.string())).optional() }),
  ]),
  cards: z.strictObject({ code, message: z.string(), data: z.unknown().optional() }),
  supplier: z.strictObject({ code, msg: z.string(), data: z.unknown().optional() }),
};

const successes = fixtures.flatMap((fixture) => {
  const { endpoint } = describeOperation(fixture.operation);
  if (endpoint === null || 'throws' in fixture.client) return [];
  return ownSuccesses(fixture).map((json) => ({ name: fixture.name, endpoint, data: Object(json).data }));
});

/** The catalogue's own takes it item by item. */
function schemaOf({ operation, output }: (typeof successes)[number]['endpoint']): z.ZodType {
  return operation === 'supplier.items' ? z.array(itemSchema) : output;
}

describe('the schemas of the wire', () => {
  it.each(successes)('accept $name as it came', ({ endpoint, data }) => {
    expect(schemaOf(endpoint).safeParse(data)).toMatchObject({ success: true });
  });

  it('name every key except those that are kept for whoever wants the raw answer', () => {
    const found = successes.flatMap(({ endpoint, data }) => {
      return unknownKeys(schemaOf(endpoint), data).map((key) => `${endpoint.operation}: ${key}`);
    });
    // Who may sell at which price, and how many: nothing that a buyer needs.
    const others = found.filter((key) => !/^supplier\.items?: .*\.market_control(_[a-z_]+)?$/.test(key));
    expect([...new Set(others)].sort()).toEqual([
      // No document says where the list stands, so it is looked for under several names.
      ...['items', 'limit', 'list', 'page', 'total'].map((key) => `cards.query: ${key}`),
    ]);
  });

  it.each(fixtures)('know how every JSON answer is wrapped: $name', ({ upstream, exchanges }) => {
    for (const { reply } of exchanges) {
      if ('failure' in reply || reply.json === undefined) continue;
      expect(envelopes[upstream].safeParse(reply.json)).toMatchObject({ success: true });
    }
  });

  it('report a key that they do not name', () => {
    const page = { current_page: 1, data: [{ id: 1, vip_price: 9, subs: [{ id: 1, secret_sauce: 1 }] }] };
    const { endpoint } = describeOperation('storefront/list_goods');
    expect(endpoint && unknownKeys(endpoint.output, page)).toEqual([
      'data[].vip_price',
      'data[].subs[].secret_sauce',
    ]);
  });

  it('are checked for every operation', () => {
    const checked = new Set(successes.map(({ endpoint }) => endpoint));
    const endpoints = operationNames.flatMap((name) => describeOperation(name).endpoint ?? []);
    expect(endpoints.filter((endpoint) => !checked.has(endpoint))).toEqual([]);
  });
});
