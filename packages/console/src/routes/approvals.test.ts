import { addMoney, parseMoney } from '@kamikit/core';
import type { JsonObject, Person } from '@kamikit/ledger';
import { describe, expect, it, vi } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

async function asked() {
  const opened = await openConsole();
  const { id } = await opened.askOwner();
  return { ...opened, id, ...(await opened.enter()) };
}

describe('what waits for the owner', () => {
  it('is shown with all that is to be decided about', async () => {
    const { get } = await asked();
    const { text } = await get('approvals');
    for (const shown of [
      '腾讯视频VIP会员',
      '月卡',
      '1 piece',
      'Approve ¥25.00',
      '¥1,000.00',
      '¥975.00 after this; read Nov 20, 09:00',
      '¥275.00 after this',
    ])
      expect(text).toContain(shown);
    expect(text).toContain('id="waiting" class="waiting" data-live="true">1<');
  });

  it('says who wants it, where several people use the ledger', async () => {
    const { ledger, spender, wish, enter } = await openConsole();
    const alice: Person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null };
    await ledger.addPerson(alice, 'test');
    const wanted = spender.as(alice).purchase(wish, { idempotencyKey: 'k', approval: 'owner' });
    const { id } = await wanted;
    const { get } = await enter();
    for (const path of ['approvals', `ledger/${id}`])
      expect((await get(path)).text).toContain('<dt>Requested by</dt><dd>alice</dd>');
  });

  it('is everybody’s in turns, and what is not shown is counted', async () => {
    const { ledger, spender, wish, enter, pass } = await openConsole({
      ledger: { dailyBudget: parseMoney(10_000) },
    });
    const of = async (name: string) => {
      const person: Person = { name, role: 'buyer', daily_budget: null, max_order: null };
      await ledger.addPerson(person, 'test');
      return { theirs: spender.as(person), hand: ledger.as(person) };
    };
    const [alice, bob] = [await of('alice'), await of('bob')];
    const ask = (whose: typeof spender) => {
      pass(1_000);
      const key = { idempotencyKey: crypto.randomUUID(), approval: 'owner', again: true } as const;
      return whose.purchase(wish, key);
    };
    const { id } = await ask(bob.theirs);
    for (let count = 0; count < 52; count += 1) await ask(alice.theirs);
    const priced = async (hand: typeof ledger, idempotencyKey: string) => {
      const items = [{ goods_id: 1, sub_id: 1, quantity: 1, max_total: '10' }];
      const terms = { kind: 'purchase', idempotencyKey, items, maxTotal: parseMoney(30), needsWord: true };
      const { job } = await hand.startJob(terms);
      const good = { name: 'A month', specification: null, quantity: 1, account: 'mine', good: '1/1' };
      await ledger.quoteItems(job.id, [{ number: 1, quote: { total: parseMoney(9), ...good } }]);
      return job.id;
    };
    for (let count = 0; count < 11; count += 1) await priced(alice.hand, String(count));
    const bobs = await priced(bob.hand, '0');
    const { text } = await (await enter()).get('approvals');
    for (const each of [id, bobs]) expect(text).toContain(`<article id="${each}"`);
    expect(text).toContain('5 more wait and are not shown');
  });

  it('is sent once by a yes, and a second one changes nothing', async () => {
    const { get, post, id, ledger, charges } = await asked();
    expect((await post(`approvals/${id}/approve`)).status).toBe(303);
    expect((await get('approvals')).text).toContain('Approved. It is now: Pending.');
    await post(`approvals/${id}/approve`);
    expect(charges()).toBe(1);
    expect(await ledger.get(id)).toMatchObject({ state: 'pending', decided_by: 'page' });
  });

  it('is never sent after a no', async () => {
    const { get, post, id, charges } = await asked();
    await post(`approvals/${id}/decline`);
    expect((await get('approvals')).text).toContain('Declined. Nothing was sent.');
    await post(`approvals/${id}/approve`);
    expect((await get('approvals')).text).toContain('Not bought: Declined');
    expect(charges()).toBe(0);
  });

  it('is void once its time is over', async () => {
    const { get, post, id, pass, charges } = await asked();
    pass(15 * 60_000);
    expect((await get('approvals')).text).toContain('Nothing is waiting.');
    await post(`approvals/${id}/approve`);
    expect((await get('approvals')).text).toMatch(/Not bought: Nobody approved this/);
    expect(charges()).toBe(0);
  });

  it('is not sent while all spending is stopped, and waits on', async () => {
    const { get, post, id, ledger, charges } = await asked();
    await post('stop');
    await post(`approvals/${id}/approve`);
    expect((await get('approvals')).text).toMatch(
      /stopped all spending .* Nothing was sent\. Resume it on the overview/,
    );
    expect([charges(), (await ledger.get(id))?.state]).toEqual([0, 'awaiting_approval']);
    await post('resume');
    await post(`approvals/${id}/approve`);
    expect(charges()).toBe(1);
  });

  it('that the ledger does not hold is no failure of ours', async () => {
    const { get, post } = await asked();
    expect((await post('approvals/nothing/approve')).status).toBe(303);
    expect((await get('approvals')).text).toContain('The ledger has no entry nothing.');
  });
});

const code = 'AAAA-1111';
const of = (card_type: string, fields: object) => ({ code, card: { code, card_type, ...fields } });
const points = of('point', { remaining_points: 50, used_points: 0, points_per_use: 5, total_points: 50 });
const spent = { code, card: 'card_exhausted' };

it.each<[kind: string, said: object, shown: readonly string[]]>([
  ['use_card', of('count', { remaining_count: 2 }), ['<code>AAAA-1111</code>', '<dd>2 uses</dd>']],
  ['use_card', points, ['<dd>50 points, 5 per use</dd>']],
  [
    'use_card',
    of('time', { status: '已使用', expire_at: '2026-12-01T10:00:00+08:00' }),
    ['已使用, until Dec 1, 10:00'],
  ],
  ['recharge_card', { ...spent, amount: 30 }, ['<code>AAAA-1111</code>', 'It is used up', '<dd>30</dd>']],
  ['delete_card', { code }, ['<code>AAAA-1111</code>']],
  ['generate_cards', { cards: { count: 5 } }, ['{&quot;count&quot;:5}']],
])('what would be done to cards is shown before it is decided about: %s %j', async (kind, said, shown) => {
  const text = await askedAboutCards({ kind, said, request: { secret: 'as it was sent' } });
  for (const each of [...shown, 'mine']) expect(text).toContain(each);
  expect(text).not.toContain('as it was sent');
});

it.each<[request: JsonObject, shown: readonly string[]]>([
  [
    { card_type: 'count', uses: 1, count: 5, remark: 'for <b>Ann</b>' },
    ['5 count cards', '1 use<', '&lt;b&gt;'],
  ],
  [{ card_type: 'time', duration: 30, duration_unit: 'day' }, ['1 time card<', '30 days']],
  [
    { card_type: 'point', points: 100, points_per_use: 5, count: 2 },
    ['2 point cards', '100 points, 5 per use'],
  ],
])('the owner reads in words which cards would be issued: %j', async (request, shown) => {
  const text = await askedAboutCards({ kind: 'generate_cards', said: { cards: request }, request });
  for (const each of [...shown, 'mine']) expect(text).toContain(each);
  expect(text).not.toContain('card_type');
});

/** The page, with something asked about cards. */
async function askedAboutCards(asked: { kind: string; said: object; request: JsonObject }) {
  const { kind, said, request } = asked;
  const { ledger, enter } = await openConsole();
  const budget = { day: '2026-11-20', daily_budget: null, left_today: null, cards_left_today: null };
  const quote = { ...{ kind, upstream: 'cards', account: 'mine', budget, card: null }, ...said };
  await ledger.prepare({ kind, idempotencyKey: 'k', request, amount: null, approval: { quote } });
  return (await (await enter()).get('approvals')).text;
}

describe('a yes that also allows it in future', () => {
  const terms = {
    max_order: '25',
    per_day: '50',
    goods: '1/11',
    account: '',
    kind: 'purchase',
    until: '2026-12-31',
  };

  it('adds a mandate with the limits that the owner saw and changed', async () => {
    const { post, id, ledger, charges, spender, wish } = await asked();
    await post(`approvals/${id}/allow`, terms);
    expect(await ledger.mandates()).toMatchObject([
      {
        ...{ max_order: '25', per_day: '50', per_week: null, goods: ['1/11'], account: null },
        ...{ kinds: ['purchase'], until: '2026-12-31', created_by: 'page' },
      },
    ]);
    const next = await spender.purchase(wish, { idempotencyKey: 'next', approval: 'owner', again: true });
    expect(next.mandate).toBe((await ledger.mandates())[0]?.id);
    expect(charges()).toBe(2);
  });

  it('starts from what is asked', async () => {
    const { get } = await asked();
    const { text } = await get('approvals');
    expect(text).toContain('name="max_order" value="25"');
    expect(text).toContain('name="goods" value="1/11"');
  });

  it('adds one mandate, however often it is said at once, and none where it was decided already', async () => {
    const { get, post, id, ledger, charges } = await asked();
    await Promise.all([1, 2].map(() => post(`approvals/${id}/allow`, terms)));
    expect([charges(), (await ledger.mandates()).length]).toEqual([1, 1]);
    await get('approvals');
    await post(`approvals/${id}/allow`, terms);
    expect((await get('approvals')).text).toContain('This was decided already.');
    expect(await ledger.mandates()).toHaveLength(1);
  });

  it('tells what was bought although the mandate cannot be added then', async () => {
    const { get, post, id, ledger, charges } = await asked();
    vi.spyOn(ledger, 'addMandate').mockRejectedValue(new Error('the disk is full'));
    await post(`approvals/${id}/allow`, terms);
    const { text } = await get('approvals');
    expect(text).toContain('Approved. It is now: Pending. No mandate was added: Something went wrong');
    expect(text).not.toContain('Nothing was sent');
    expect(charges()).toBe(1);
  });

  it.each([
    ['-1', 'must be an amount in yuan'],
    ['0', 'must be above 0 yuan'],
  ])('with limits that make no sense (%s) decides nothing', async (max_order, told) => {
    const { get, post, id, ledger, charges } = await asked();
    await post(`approvals/${id}/allow`, { ...terms, max_order });
    expect((await get('approvals')).text).toContain(told);
    expect([charges(), await ledger.mandates(), (await ledger.get(id))?.state]).toEqual([
      0,
      [],
      'awaiting_approval',
    ]);
  });

  it('allows nothing in future of what was not bought', async () => {
    const { post, id, pass, ledger } = await asked();
    pass(15 * 60_000);
    await post(`approvals/${id}/allow`, terms);
    expect(await ledger.mandates({ all: true })).toEqual([]);
  });
});

it('a price that rose since is never paid', async () => {
  const { ledger, enter, charges } = await openConsole();
  const { get, post } = await enter();
  const goods = { name: '腾讯视频VIP会员', specification: '月卡', quantity: 1 };
  const quote = {
    kind: 'purchase',
    upstream: 'storefront',
    account: 'mine',
    ...goods,
    unit_price: '20',
    total: '20',
  };
  const budget = { day: '2026-11-20', daily_budget: '300', left_today: '300', cards_left_today: null };
  const { entry } = await ledger.prepare({
    ...{
      kind: 'purchase',
      idempotencyKey: 'k',
      request: { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
    },
    ...{ amount: parseMoney(20), goods, approval: { quote: { ...quote, balance: addMoney(), budget } } },
  });
  await post(`approvals/${entry.id}/approve`);
  expect((await get('approvals')).text).toMatch(/Not bought: .*the price rose/);
  expect(charges()).toBe(0);
});
