import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, Person, Role } from './index.ts';
import { approveAndSend, asked, MINUTE_MS } from './testing/clocked.ts';
import { buy, shared, somebody } from './testing/people.ts';
import { delivered, upstream, wish } from './testing/scratch.ts';

describe('a token', () => {
  it('is told once, is long and random, and only its hash is in the file', async () => {
    const { ledger, edit } = await shared([]);
    const { token, person } = await ledger.addPerson(somebody('alice'), 'command line');
    expect(token).toMatch(/^kk_[\w-]{43}$/);
    expect(person).toMatchObject({ name: 'alice', added_by: 'command line', revoked_at: null });
    expect(await ledger.personWithToken(token)).toEqual(somebody('alice'));
    expect(await ledger.people()).toEqual([person]);
    const held = JSON.stringify(await edit('select * from events'));
    expect(held).toContain('alice');
    expect(held).not.toContain(token.slice(3));
  });

  it.each(['', 'kk_', 'x'.repeat(46)])('that nobody has (%j) is nobody’s', async (token) => {
    const { ledger } = await shared(['alice']);
    expect(await ledger.personWithToken(token)).toBeNull();
  });

  it('is none any more once it is revoked, in every process at once, and nothing is bought by it', async () => {
    const { ledger, of, open, tokens, clock } = await shared(['alice', 'bob']);
    const other = await open();
    clock.ms += MINUTE_MS;
    expect(await other.personWithToken(tokens.alice ?? '')).toMatchObject({ name: 'alice' });
    await ledger.revokePerson('alice', 'test');
    expect(await other.personWithToken(tokens.alice ?? '')).toBeNull();
    expect(await other.personWithToken(tokens.bob ?? '')).toMatchObject({ name: 'bob' });
    const shop = upstream(delivered);
    await expect(buy(of('alice'), {}, shop)).rejects.toMatchObject({ code: 'declined', neverSent: true });
    expect(shop.orders).toEqual([]);
    expect(await ledger.people()).toMatchObject([{ name: 'bob' }]);
    expect(await ledger.people({ all: true })).toMatchObject([
      { name: 'alice', added_at: '2026-11-20T12:00:00+08:00', revoked_at: '2026-11-20T12:01:00+08:00' },
      { name: 'bob', revoked_at: null },
    ]);
  });

  it.each([
    ['is none any more', null, 'declined'],
    ['only looks by now', 'viewer', 'read_only'],
  ] as const)('of whom %s, what awaits its owner is not sent on any yes', async (_, role, code) => {
    const { ledger, of } = await shared(['alice']);
    const shop = upstream(delivered);
    const { id } = await of('alice').execute(asked(), shop.send);
    await ledger.revokePerson('alice', 'test');
    if (role !== null) await ledger.addPerson(somebody('alice', { role }), 'test');
    await expect(approveAndSend(ledger, id, shop)).rejects.toMatchObject({ code, neverSent: true });
    expect(shop.orders).toEqual([]);
    if (role !== null) await ledger.revokePerson('alice', 'test');
    await ledger.addPerson(somebody('alice'), 'test');
    expect(await approveAndSend(ledger, id, shop)).toMatchObject({ state: 'completed', person: 'alice' });
  });

  it('can be revoked again, which changes nothing', async () => {
    const { ledger, clock } = await shared(['alice']);
    const revoked = await ledger.revokePerson('alice', 'test');
    clock.ms += MINUTE_MS;
    expect(await ledger.revokePerson('alice', 'test')).toEqual(revoked);
    expect(await ledger.people({ all: true })).toEqual([revoked]);
  });

  it('of somebody who was revoked stays revoked when the name is given again', async () => {
    const { ledger, tokens } = await shared(['alice']);
    await expect(ledger.addPerson(somebody('alice'), 'test')).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await ledger.revokePerson('alice', 'test');
    const { token } = await ledger.addPerson(somebody('alice'), 'test');
    expect(await ledger.personWithToken(tokens.alice ?? '')).toBeNull();
    expect(await ledger.personWithToken(token)).toMatchObject({ name: 'alice' });
    await expect(ledger.revokePerson('nobody', 'test')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<[string, Partial<Person>]>([
    ['no name', { name: '' }],
    ['a name with a letter that nobody sees', { name: 'alice\u3164' }],
    ['a name like another issuer’s', { name: 'sub@https://issuer.example' }],
    ['a long name', { name: 'a'.repeat(41) }],
    ['a name that does not begin with a letter or digit', { name: '-a' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['a negative limit', { max_order: parseMoney(-1) }],
    ['a viewer with a budget', { role: 'viewer', daily_budget: parseMoney(1) }],
    ['a viewer with a limit of an order', { role: 'viewer', max_order: parseMoney(0) }],
    ['a role that there is not', JSON.parse('{"role":"king"}')],
  ])('is not given to %s', async (_, changes) => {
    const { ledger } = await shared([]);
    await expect(ledger.addPerson(somebody('alice', changes), 'test')).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

it('people whose names are alike are others, who come and go by themselves', async () => {
  const names = ['ann', 'Ann', 'a_n', 'a.n', 'an'];
  const { ledger, of, tokens } = await shared(names);
  await ledger.revokePerson('Ann', 'test');
  await ledger.revokePerson('a.n', 'test');
  const left = names.filter((name) => name !== 'Ann' && name !== 'a.n');
  for (const name of names) {
    const person = await ledger.personWithToken(tokens[name] ?? '');
    expect(person?.name).toBe(left.includes(name) ? name : undefined);
    const bought = buy(of(name));
    if (left.includes(name)) expect(await bought).toMatchObject({ person: name });
    else await expect(bought).rejects.toMatchObject({ code: 'declined' });
  }
});

it('somebody may be allowed to spend nothing', async () => {
  const { ledger } = await shared([]);
  const nothing = somebody('alice', { daily_budget: parseMoney(0) });
  await ledger.addPerson(nothing, 'test');
  await expect(buy(ledger.as(nothing))).rejects.toMatchObject({ code: 'over_budget' });
});

describe('keys and wishes of two people', () => {
  it('never meet, and neither do those of whoever uses this machine', async () => {
    const { ledger, of } = await shared(['alice', 'bob']);
    const shop = upstream(delivered);
    const likeness = { goods: 1 };
    for (const each of [of('alice'), of('bob'), ledger])
      await buy(each, { idempotencyKey: 'k', likeness }, shop);
    expect(shop.orders).toHaveLength(3);
    expect(await buy(of('alice'), { idempotencyKey: 'k', likeness }, shop)).toMatchObject({
      person: 'alice',
    });
    expect(shop.orders).toHaveLength(3);
    await expect(buy(of('bob'), { idempotencyKey: 'k', request: { goods: 2 } }, shop)).rejects.toMatchObject({
      code: 'key_conflict',
    });
    await expect(buy(of('bob'), { likeness }, shop)).rejects.toMatchObject({ code: 'possible_duplicate' });
    const [entry, ...others] = (await ledger.list({ person: 'alice' })).entries;
    expect([entry, others]).toMatchObject([{ person: 'alice' }, []]);
    expect(await ledger.idsLike(entry?.id ?? '', 9, 'alice')).toEqual([entry?.id]);
    expect(await ledger.idsLike(entry?.id ?? '', 9, 'bob')).toEqual([]);
    expect((await ledger.list({ person: 'alice', search: 'k' })).total).toBe(1);
    expect((await ledger.summary({ person: 'bob' })).total).toMatchObject({ entries: 1, amount: '3' });
    expect((await ledger.list()).total).toBe(3);
  });

  it('never meet while they await the owner either', async () => {
    const { ledger, of } = await shared(['alice', 'bob']);
    const likeness = { goods: 1 };
    for (const each of [of('alice'), of('bob'), ledger])
      expect(await each.prepare(asked({ likeness }))).toMatchObject({
        ...{ existing: false, entry: { state: 'awaiting_approval' } },
      });
    const again = of('bob').prepare(asked({ likeness, idempotencyKey: 'again' }));
    await expect(again).rejects.toMatchObject({ code: 'possible_duplicate' });
  });

  it('are told apart also where a hand deleted what one of them bought', async () => {
    const { of, edit } = await shared(['alice', 'bob']);
    await buy(of('alice'), { idempotencyKey: 'k' });
    await edit('delete from entries');
    const shop = upstream(delivered);
    await expect(buy(of('alice'), { idempotencyKey: 'k' }, shop)).rejects.toMatchObject({
      code: 'suspended',
    });
    expect(await buy(of('bob'), { idempotencyKey: 'k' }, shop)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
  });
});

describe('a hand at the file widens nothing:', () => {
  it.each([
    ['a role', `update events set detail = replace(detail, '"buyer"', '"owner"')`],
    ['a budget', `update events set detail = replace(detail, '"daily_budget":"6"', '"daily_budget":"600"')`],
    ['a token', `update events set detail = replace(detail, '"token":"', '"token":"x')`],
  ])('%s', async (_, sql) => {
    const { ledger, edit, tokens } = await shared(['alice', 'bob']);
    await edit(`${sql} where seq = 1`);
    expect(await ledger.personWithToken(tokens.alice ?? '')).toBeNull();
    expect(await ledger.personWithToken(tokens.bob ?? '')).toMatchObject({
      role: 'buyer',
      daily_budget: '6',
    });
  });

  it('whoever was revoked stays out when the revocation is removed or altered', async () => {
    for (const sql of [
      "delete from events where action = 'person revoked'",
      "update events set detail = '{}' where action = 'person revoked'",
    ]) {
      const { ledger, of, edit, tokens } = await shared(['alice', 'bob']);
      await ledger.revokePerson('alice', 'test');
      await buy(ledger);
      await edit(sql);
      await expect(buy(of('alice'))).rejects.toMatchObject({ code: 'declined' });
      expect(await ledger.personWithToken(tokens.alice ?? '')).toBeNull();
      expect(await ledger.people()).toMatchObject([{ name: 'bob' }]);
    }
  });
});

describe('whoever is no owner', () => {
  const CHANGES: ReadonlyArray<[string, (ledger: Ledger) => Promise<unknown>]> = [
    ['approve', (ledger) => ledger.approve('id', { by: 'x' })],
    ['decline', (ledger) => ledger.decline('id', { by: 'x' })],
    ['add a mandate', (ledger) => ledger.addMandate({ max_order: parseMoney(1) }, 'x')],
    ['revoke a mandate', (ledger) => ledger.revokeMandate('id', 'x')],
    ['stop', (ledger) => ledger.stop('x')],
    ['resume', (ledger) => ledger.liftStop('x')],
    ['lift suspensions', (ledger) => ledger.liftSuspensions()],
    ['accept a history', (ledger) => ledger.acceptHistory()],
    ['add people', (ledger) => ledger.addPerson(somebody('mallory', { role: 'owner' }), 'x')],
    ['revoke people', (ledger) => ledger.revokePerson('alice', 'x')],
  ];

  it.each(CHANGES)('cannot %s, and neither can an owner who was revoked', async (_, change) => {
    const { ledger } = await shared([]);
    for (const role of ['owner', 'buyer', 'viewer'] satisfies Role[])
      await ledger.addPerson(somebody(role, { role }), 'test');
    const as = (role: Role) => change(ledger.as(somebody(role, { role })));
    await expect(as('buyer')).rejects.toMatchObject({ code: 'read_only', neverSent: true });
    await expect(as('viewer')).rejects.toMatchObject({ code: 'read_only', neverSent: true });
    await ledger.revokePerson('owner', 'test');
    await expect(as('owner')).rejects.toMatchObject({ code: 'declined' });
  });

  it('and only looks buys nothing', async () => {
    const { ledger } = await shared([]);
    await ledger.addPerson(somebody('viewer', { role: 'viewer' }), 'test');
    const shop = upstream(delivered);
    await expect(buy(ledger.as(somebody('viewer')), {}, shop)).rejects.toMatchObject({
      ...{ code: 'read_only', neverSent: true },
    });
    expect(shop.orders).toEqual([]);
  });
});

it('an owner who comes in over the network may do what the one at this machine may', async () => {
  const { ledger } = await shared([]);
  await ledger.addPerson(somebody('olga', { role: 'owner' }), 'test');
  const { person } = await ledger
    .as(somebody('olga', { role: 'owner' }))
    .addPerson(somebody('alice'), 'page');
  expect(await ledger.people()).toMatchObject([{ name: 'olga' }, person]);
});

it('every event names who did it, and what another process left behind is nobody’s', async () => {
  const { ledger, of, clock } = await shared(['alice', 'bob']);
  const { id } = await buy(of('alice'));
  expect((await ledger.timeline(id)).map(({ who }) => who)).toEqual(['alice', 'alice', 'alice']);
  const { entry } = await of('alice').prepare(wish({ idempotencyKey: 'left' }));
  clock.ms += 10 * MINUTE_MS;
  await buy(of('bob'));
  const [first, last] = await ledger.timeline(entry.id);
  expect([first?.who, last?.action]).toEqual(['alice', 'settled']);
  expect(['alice', 'bob']).not.toContain(last?.who);
  expect(await ledger.verify()).toEqual([]);
});

it('people of another issuer spend by the limits that it gives them', async () => {
  const { ledger } = await shared([]);
  const name = 'alice@https://issuer.example';
  const alice = ledger.as(somebody(name, { daily_budget: parseMoney(4) }));
  expect(await buy(alice)).toMatchObject({ person: name });
  await expect(buy(alice)).rejects.toMatchObject({ code: 'over_budget' });
});

it('a history that lost events lets nobody in until they are added again', async () => {
  const { ledger, edit, tokens, open } = await shared(['alice']);
  await buy(ledger);
  await edit('delete from events where seq = (select max(seq) from events)');
  const after = await open();
  expect(await after.doubt()).not.toBeNull();
  await after.acceptHistory();
  expect(await after.personWithToken(tokens.alice ?? '')).toBeNull();
});
