import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { asked, MINUTE_MS } from './testing/clocked.ts';
import { buy, shared, somebody } from './testing/people.ts';
import { delivered, refusal, upstream } from './testing/scratch.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

describe('a budget of one’s own', () => {
  it('lies inside the one of all: whichever is used up first binds', async () => {
    const { ledger, of } = await shared(['alice', 'bob'], { dailyBudget: parseMoney(10) });
    for (let time = 0; time < 2; time += 1) await buy(of('alice'));
    expect(await of('alice').budget()).toMatchObject({
      daily_budget: '6',
      spent_today: '6',
      left_today: '0',
    });
    await expect(buy(of('alice'))).rejects.toMatchObject({ code: 'over_budget' });
    await buy(of('bob'));
    expect(await of('bob').budget()).toMatchObject({ daily_budget: '10', spent_today: '9', left_today: '1' });
    await expect(buy(of('bob'))).rejects.toMatchObject({ code: 'over_budget' });
    await expect(buy(ledger)).rejects.toMatchObject({ code: 'over_budget' });
  });

  it('is the one that is shown where both leave the same, and the smaller limit of an order binds', async () => {
    const { ledger, of } = await shared(['alice', 'bob'], { dailyBudget: parseMoney(9) });
    await buy(of('bob'));
    expect(await of('alice').budget()).toMatchObject({
      daily_budget: '6',
      spent_today: '0',
      left_today: '6',
    });
    await ledger.addPerson(somebody('carol', { max_order: parseMoney(2) }), 'test');
    expect(await of('carol').budget()).toMatchObject({ max_order_total: '2', daily_budget: '9' });
    const { of: under } = await shared(['dave'], { maxOrderTotal: parseMoney(1) });
    expect(await under('dave').budget()).toMatchObject({ max_order_total: '1' });
  });

  it.each([
    ['more than all may does not', '1', '2', '1'],
    ['less than all may binds', '2', '1', '1'],
  ])('that lets one order cost %s', async (_, ofAll, own, binding) => {
    const { ledger, of } = await shared([], { maxOrderTotal: parseMoney(ofAll) });
    await ledger.addPerson(somebody('alice', { max_order: parseMoney(own) }), 'test');
    expect(await of('alice').budget()).toMatchObject({ max_order_total: binding });
    await expect(buy(of('alice'), { amount: parseMoney(2) })).rejects.toMatchObject({ code: 'over_budget' });
  });

  it('is kept for those alone who spent something', async () => {
    const { of, edit } = await shared(['alice', 'bob']);
    await expect(buy(of('alice'), {}, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
    await buy(of('bob'));
    const [last] = await edit('select counted from events order by seq desc limit 1');
    expect(JSON.parse(String(last?.counted))).toMatchObject({ spent: '3' });
    expect(JSON.parse(String(last?.counted)).spent_by).toEqual({ bob: '3' });
  });

  it('is one of a day, is given back by a refusal, and counts what awaits the owner', async () => {
    const { of, clock } = await shared(['alice']);
    await expect(buy(of('alice'), {}, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
    await of('alice').execute(asked({ idempotencyKey: 'asked' }), upstream(delivered).send);
    expect(await of('alice').budget()).toMatchObject({ left_today: '3' });
    await buy(of('alice'));
    await expect(buy(of('alice'))).rejects.toMatchObject({ code: 'over_budget' });
    clock.ms += DAY_MS;
    expect(await of('alice').budget()).toMatchObject({ left_today: '6' });
  });

  it('binds one order, too, and as it was set, whatever whoever came in believes', async () => {
    const { ledger } = await shared([]);
    await ledger.addPerson(somebody('alice', { max_order: parseMoney(2) }), 'test');
    const believing = ledger.as(somebody('alice'));
    await expect(buy(believing)).rejects.toMatchObject({ code: 'over_budget' });
    expect(await buy(believing, { amount: parseMoney(2) })).toMatchObject(delivered);
  });

  it('is that of whoever wished when the owner approves on another day', async () => {
    const { ledger, of, clock } = await shared(['alice']);
    clock.ms = Date.parse('2026-11-20T23:55:00+08:00');
    const { id } = await of('alice').execute(asked({ idempotencyKey: 'asked' }), upstream(delivered).send);
    clock.ms += 10 * MINUTE_MS;
    await buy(of('alice'), { amount: parseMoney(3) });
    const { entry } = await ledger.approve(id, { by: 'page' });
    await ledger.sendApproved(entry, upstream(delivered).send);
    expect(await of('alice').budget()).toMatchObject({ spent_today: '6', left_today: '0' });
  });

  it.each([
    ['a smaller amount', "update entries set amount = '0.01'"],
    ['a state that does not count', "update entries set state = 'refused'"],
    ['another person', "update entries set person = 'bob'"],
    ['nobody', 'update entries set person = null'],
    ['its deletion', 'delete from entries'],
  ])('is freed by no hand at the file: %s', async (_, sql) => {
    const { of, edit } = await shared(['alice', 'bob']);
    await buy(of('alice'), { amount: parseMoney(4) });
    await edit(sql);
    await expect(buy(of('alice'))).rejects.toMatchObject({ code: 'over_budget' });
    expect(await buy(of('bob'))).toMatchObject(delivered);
  });

  it('is counted for names that an object has of its own, too', async () => {
    const { of } = await shared(['constructor']);
    await buy(of('constructor'));
    expect(await of('constructor').budget()).toMatchObject({ left_today: '3' });
  });
});
