import { describe, expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

async function opened() {
  const { ledger, enter } = await openConsole();
  return { ledger, ...(await enter()) };
}

describe('a mandate', () => {
  it('is added once by a form that is sent twice at once, and again by the next form', async () => {
    const { ledger, get, post } = await opened();
    const send = async () => {
      const once = /name="once" value="([^"]+)"/.exec((await get('mandates')).text)?.[1] ?? 'none';
      return Promise.all([1, 2].map(() => post('mandates', { max_order: '30', once })));
    };
    await send();
    expect(await ledger.mandates()).toHaveLength(1);
    await send();
    expect(await ledger.mandates()).toHaveLength(2);
  });

  it('is added, shown and revoked by the owner', async () => {
    const { ledger, get, post } = await opened();
    await post('mandates', { max_order: '30', per_week: '99.50', goods: '12, 34/5，6' });
    const [mandate] = await ledger.mandates();
    expect(mandate).toMatchObject({
      max_order: '30',
      per_day: null,
      per_week: '99.5',
      goods: ['12', '34/5', '6'],
    });
    const { text } = await get('mandates');
    expect(text).toContain('The mandate was added.');
    expect(text).toContain('At most per order ¥30.00 · At most per week ¥99.50');
    await post(`mandates/${mandate?.id}/revoke`);
    expect(await ledger.mandates()).toEqual([]);
    expect((await get('mandates')).text).toContain('No longer in force');
  });

  it.each<[what: string, fields: Record<string, string>, told: string]>([
    ['no limit', { goods: '12' }, 'at least one limit'],
    ['a limit of nothing', { max_order: '0' }, 'must be above 0'],
    ['a limit that is no amount', { per_day: '1e9' }, 'must be an amount'],
    ['goods that are no numbers', { max_order: '1', goods: '12; drop' }, 'must be numbers'],
    ['an end that is over', { max_order: '1', until: '2026-11-19' }, 'a day to come'],
    ['an end that is no day', { max_order: '1', until: '2026-99-99' }, 'a day to come'],
  ])('with %s is not added, and the page says why', async (_, fields, told) => {
    const { ledger, get, post } = await opened();
    await post('mandates', fields);
    expect(await ledger.mandates()).toEqual([]);
    expect((await get('mandates')).text).toContain(told);
  });

  it('with a limit of nothing is never said to be added, however often the form is sent', async () => {
    const { get, post } = await opened();
    const once = /name="once" value="([^"]+)"/.exec((await get('mandates')).text)?.[1] ?? 'none';
    for (const _ of [1, 2]) await post('mandates', { max_order: '0', once });
    expect((await get('mandates')).text).toContain('must be above 0');
  });
});
