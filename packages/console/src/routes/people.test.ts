import { parseMoney } from '@kamikit/core';
import type { Ledger, Person } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

const ELSEWHERE = '7@https://issuer.example/?a=1&b=2';

function buy(ledger: Ledger, key: string) {
  return ledger.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: key, request: { goods_id: 1 }, amount: parseMoney(7) },
      goods: { name: `Good ${key}`, specification: null, quantity: 1 },
    },
    async () => ({ state: 'completed' }),
  );
}

/** A buyer with limits of their own, one without, one from elsewhere, and what each bought. */
async function team() {
  const opened = await openConsole();
  const { ledger } = opened;
  const person = (name: string, changes: Partial<Person> = {}): Person => ({
    ...{ name, role: 'buyer', daily_budget: null, max_order: null },
    ...changes,
  });
  const limits = { daily_budget: parseMoney(50), max_order: parseMoney('9.5') };
  const people = [person('李雷', limits), person('bob'), person(ELSEWHERE)];
  for (const each of people) {
    if (each.name !== ELSEWHERE) await ledger.addPerson(each, 'test');
    await buy(ledger.as(each), `of ${each.name.slice(0, 3)}`);
  }
  await buy(ledger, 'own');
  return { ...opened, ...(await opened.enter()) };
}

const titles = (text: string) => [...text.matchAll(/>(Good [^<]+)</g)].map(([, title]) => title);

describe('the page of people', () => {
  it('tells who they are, what each may spend a day, and what each has spent today', async () => {
    const { get } = await team();
    const { text } = await get('people');
    for (const shown of [
      ...['李雷', 'Buyer', 'At most ¥9.50 per order', 'of ¥50.00', 'no budget of their own'],
      'aria-label="¥7.00 of ¥50.00"',
      'role and limits are in their token',
    ])
      expect(text).toContain(shown);
    expect(text.match(/¥7\.00</g)).toHaveLength(3);
    expect(text).not.toContain('kk_');
  });

  it('leads to what each of them bought, which the ledger lists and exports alone', async () => {
    const { get } = await team();
    const links = [...(await get('people')).text.matchAll(/href="[^"]*\/(ledger\?person=[^"]+)"/g)];
    const found = await Promise.all(
      links.map(async ([, path = '']) => titles((await get(path.replaceAll('&amp;', '&'))).text)),
    );
    expect(found).toEqual([['Good of 李雷'], ['Good of bob'], ['Good of 7@h']]);
    expect(titles((await get('ledger?person=bob&q=own')).text)).toEqual([]);
    expect((await get('ledger?person=bob')).text).toContain('<option value="bob" selected="">bob</option>');
  });

  it('is linked, and asked for among the filters, only where there are people', async () => {
    const { get } = await team();
    const alone = await (await openConsole()).enter();
    for (const path of ['', 'ledger']) {
      expect((await get(path)).text).toContain('/people"');
      expect((await alone.get(path)).text).not.toContain('/people"');
    }
    expect((await get('ledger')).text).toContain('<select name="person">');
    expect((await alone.get('ledger')).text).not.toContain('<select name="person">');
    expect((await alone.get('people')).text).toContain('Nobody was added.');
  });
});
