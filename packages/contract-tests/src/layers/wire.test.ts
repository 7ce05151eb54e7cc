import { itemSchema } from '@kamikit/core/src/supplier/item.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Exchange } from '../fixtures/fixture.ts';
import { readFixtures } from '../fixtures/fixture-files.ts';
import { describeOperation, operationNames } from '../fixtures/operations.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Each answer of the endpoint itself that says it succeeded and is believed, as it came. */
const successes = readFixtures().flatMap(({ name, operation, exchanges, client }) => {
  const { endpoint } = describeOperation(operation);
  if (endpoint === null || 'throws' in client) return [];
  return exchanges
    .filter(({ request }) => isOf(endpoint, request))
    .flatMap(({ reply }) => dataOf(reply).map((data) => ({ name, endpoint, data })));
});

const wholeCatalogue = z.array(itemSchema);

describe('the schemas of the wire', () => {
  it.each(successes)('take $name as it came', ({ endpoint, data }) => {
    expect(endpoint.output.safeParse(data)).toMatchObject({ success: true });
  });

  it('name every key but those that are kept for whoever wants the raw answer', () => {
    const found = successes.flatMap(({ endpoint, data }) => {
      const schema = endpoint.operation === 'supplier.items' ? wholeCatalogue : endpoint.output;
      return unknownKeys(schema, data).map((key) => `${endpoint.operation}: ${key}`);
    });
    expect([...new Set(found)].sort()).toEqual([
      // No document says where the list stands, so it is looked for under several names.
      ...['items', 'limit', 'list', 'page', 'total'].map((key) => `cards.query: ${key}`),
      // Who may sell at which price: nothing that a buyer needs.
      'supplier.item: sku[].market_control_status',
      'supplier.items: [].sku[].market_control_status',
    ]);
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

/** Whether a request is one of an endpoint's: a trade is followed by queries. */
function isOf({ path: documented }: { path: string }, { path, query }: Exchange['request']): boolean {
  const [route = '', search = ''] = documented.split('?');
  if (search !== '') return new URLSearchParams(query).toString().includes(search);
  const pattern = new RegExp(`/${route.replace(/\{\w+\}/g, '[^/]+')}$`);
  return pattern.test(path);
}

function dataOf(reply: Exchange['reply']): unknown[] {
  if ('failure' in reply) return [];
  const { success, code, data } = Object(reply.json);
  return success === true || Number(code) === 200 ? [data] : [];
}
