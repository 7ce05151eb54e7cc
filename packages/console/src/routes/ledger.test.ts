import { parseMoney } from '@kamikit/core';
import type { Ledger } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

function buy(ledger: Ledger, key: string, state: 'completed' | 'failed' = 'completed') {
  return ledger.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: key, request: { goods_id: 1 }, amount: parseMoney(1) },
      goods: { name: `Good ${key}`, specification: null, quantity: 1 },
    },
    async () => ({ state }),
  );
}

describe('the ledger’s page', () => {
  it('says what to do where there is nothing yet', async () => {
    const { get } = await (await openConsole()).enter();
    expect((await get('ledger')).text).toContain('The ledger is empty.');
    expect((await get('ledger?q=x')).text).toContain('Try fewer words');
  });

  it('finds by words, state and days, and links on with the same filters', async () => {
    const { ledger, enter } = await openConsole();
    for (let each = 1; each <= 27; each += 1) await buy(ledger, `many-${each}`);
    await buy(ledger, 'broken', 'failed');
    const { get } = await enter();
    const titles = async (path: string) =>
      [...(await get(path)).text.matchAll(/>(Good [^<]+)</g)].map(([, title]) => title);
    expect(await titles('ledger?state=failed')).toEqual(['Good broken']);
    expect(await titles('ledger?q=many-27')).toEqual(['Good many-27']);
    expect(await titles('ledger?since=2026-11-21')).toEqual([]);
    const { text } = await get('ledger?q=many');
    expect(text).toContain('q=many&amp;page=2" rel="next"');
    expect(await titles('ledger?q=many&page=2')).toHaveLength(2);
  });

  it('names who wanted each entry, on the overview too', async () => {
    const { ledger, enter } = await openConsole();
    const anna = { name: 'anna', role: 'buyer', daily_budget: null, max_order: null } as const;
    await ledger.addPerson(anna, 'test');
    await buy(ledger.as(anna), 'theirs');
    await buy(ledger, 'own');
    const { get } = await enter();
    for (const path of ['ledger', '']) {
      const { text } = await get(path);
      expect(text.match(/by anna/g)).toHaveLength(1);
      expect(text).toContain('× 1 · Purchase · by anna');
    }
  });

  it.each(['state=nonsense', 'kind=nonsense', 'since=yesterday', 'until=2026-13-45'])(
    'with the filter %s says so',
    async (query) => {
      const { get } = await (await openConsole()).enter();
      expect(await get(`ledger?${query}`)).toMatchObject({
        status: 400,
        text: expect.stringContaining('make no sense'),
      });
      expect((await get(`ledger/export/csv?${query}`)).status).toBe(400);
    },
  );
});

describe('an export', () => {
  const lines = async function* (entries: AsyncIterable<{ idempotency_key: string }>) {
    for await (const { idempotency_key } of entries) yield `${idempotency_key}\n`;
  };

  it('holds all that is asked for, as a file', async () => {
    const { ledger, enter } = await openConsole({ parts: { formats: { csv: lines, json: lines } } });
    for (let each = 1; each <= 45; each += 1)
      await buy(ledger, `k${each}`, each % 2 === 0 ? 'failed' : 'completed');
    const { get } = await enter();
    const all = await get('ledger/export/csv');
    expect(all.headers.get('content-disposition')).toBe('attachment; filename="kamikit-ledger.csv"');
    expect(all.text.split('\n')).toHaveLength(46);
    expect((await get('ledger/export/json?state=failed')).text.split('\n')).toHaveLength(23);
  });

  it('that breaks off is no whole file', async () => {
    const broken = async function* () {
      yield 'a\n';
      throw new Error('the disk is gone');
    };
    const { enter } = await openConsole({ parts: { formats: { csv: broken, json: broken } } });
    await expect((await enter()).get('ledger/export/csv')).rejects.toThrow();
  });
});
