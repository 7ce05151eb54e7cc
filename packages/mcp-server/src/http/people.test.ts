import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { skipping } from '../../test/host.ts';
import { CARD_WISHES, looseCardService } from '../../test/loose-card-service.ts';
import { posted } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';
import { listedTools } from '../listing/tool-list.ts';

const WISH = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', mode: 'sync', idempotency_key: 'k' };

describe('whoever has no token', () => {
  it.each([
    ['none', null, 401],
    ['one that nobody has', `kk_${'a'.repeat(43)}`, 401],
    ['one that is none of ours', 'abc.def.ghi', 401],
    ['a long one', 'a'.repeat(10_000), 401],
  ])('is let in nowhere: %s', async (_, token, status) => {
    const { ask } = await openServed();
    const answer = await ask('/mcp', posted(token, 'get_balance'));
    expect(answer.status).toBe(status);
    const challenge = answer.headers.get('www-authenticate');
    expect(challenge).toBe(`Bearer realm="kamikit"${token === null ? '' : ', error="invalid_token"'}`);
    const headers = { ...(token !== null && { authorization: `Bearer ${token}` }) };
    expect((await ask('/metrics', { headers })).status).toBe(401);
    expect((await ask('/page-link', { method: 'POST', headers })).status).toBe(401);
  });

  it('and whose token was revoked is refused with the next request', async () => {
    const { ask, tokenOf, ledger } = await openServed();
    const token = await tokenOf('alice');
    expect((await ask('/mcp', posted(token, 'list_goods'))).status).toBe(200);
    await ledger.revokePerson('alice', 'test');
    expect((await ask('/mcp', posted(token, 'list_goods'))).status).toBe(401);
  });

  it('finds the token in the address or a cookie of no use', async () => {
    const { ask, tokenOf } = await openServed();
    const token = await tokenOf('alice');
    const { body } = posted(null, 'list_goods');
    const headers = { 'content-type': 'application/json', cookie: `token=${token}` };
    expect(
      (await ask(`/mcp?access_token=${token}`, { method: 'POST', headers, body: body ?? null })).status,
    ).toBe(401);
  });
});

describe.each(['auto', 'legacy'] as const)('two who buy (%s)', (mode) => {
  it('see what is theirs alone, by list, sum, number, id, resource and completion', async () => {
    const { connect, tokenOf, sandbox } = await openServed();
    const alice = await connect(await tokenOf('alice'), mode);
    const bob = await connect(await tokenOf('bob'), mode);
    const bought = await alice.call('purchase', WISH);
    expect(bought.answer).toMatchObject({ state: 'completed', cards: expect.any(String) });
    expect((await bob.call('list_ledger')).answer).toMatchObject({ total: 0 });
    expect((await bob.call('spending_summary')).answer).toMatchObject({ total: { entries: 0 } });
    const { entry_id, order_sn } = bought.answer;
    for (const [tool, args] of [
      ['poll_order', { order_sn }],
      ['mark_used', { entry_id }],
      ['reconcile_ledger', { entry_id }],
    ] as const)
      expect((await bob.call(tool, args)).answer).toMatchObject({ error: { code: 'not_found' } });
    const uri = `kamikit://ledger/${entry_id}`;
    await expect(bob.client.readResource({ uri })).rejects.toThrow('no such resource');
    expect(JSON.stringify(await alice.client.readResource({ uri }))).toContain(order_sn);
    const ref = { type: 'ref/resource' as const, uri: 'kamikit://ledger/{entry_id}' };
    const complete = { ref, argument: { name: 'entry_id', value: '' } };
    expect((await bob.client.complete(complete)).completion.values).toEqual([]);
    expect((await alice.client.complete(complete)).completion.values).toEqual([entry_id]);
    // The same key is another wish.
    expect((await bob.call('purchase', WISH)).answer).toMatchObject({ state: 'completed' });
    expect(sandbox.state().storefront.charges).toHaveLength(2);
    expect((await bob.call('list_ledger')).answer.entries).toMatchObject([{ person: 'bob' }]);
  });
});

it('a budget of one’s own is told and kept', async () => {
  const { connect, tokenOf } = await openServed();
  const limits = { daily_budget: parseMoney(30), max_order: parseMoney(25) };
  const alice = await connect(await tokenOf('alice', limits));
  expect((await alice.call('get_balance')).answer).toMatchObject({
    budget: { daily_budget: '30', max_order_total: '25' },
  });
  expect((await alice.call('purchase', WISH)).isError).toBe(false);
  const again = { ...WISH, idempotency_key: 'l', again: true };
  expect((await alice.call('purchase', again)).answer).toMatchObject({ error: { code: 'over_budget' } });
});

describe('whoever only looks', () => {
  it('is offered what reads, and refused all else', async () => {
    const { connect, tokenOf, sandbox } = await openServed();
    const viewer = await connect(await tokenOf('viewer', { role: 'viewer' }));
    const { tools } = await viewer.client.listTools();
    const changing = listedTools
      .filter(({ effect }) => effect !== 'read')
      .map(({ definition }) => definition.name);
    expect(tools.length + changing.length).toBe(listedTools.length);
    expect(tools.map(({ name }) => name).filter((name) => changing.includes(name))).toEqual([]);
    for (const name of changing)
      expect((await viewer.call(name, WISH)).answer).toMatchObject({
        error: { code: 'read_only', hint: expect.stringContaining('Your role') },
      });
    expect(sandbox.state().storefront.charges).toEqual([]);
  });

  it('sees entries of everybody, and no card', async () => {
    const { connect, tokenOf, ledger } = await openServed();
    const alice = await connect(await tokenOf('alice'));
    const viewer = await connect(await tokenOf('viewer', { role: 'viewer' }));
    const { answer } = await alice.call('purchase', WISH);
    const entry = await ledger.get(answer.entry_id);
    const cards = String(Object(entry?.result).cards);
    expect(cards.length).toBeGreaterThan(5);
    for (const [tool, args] of [
      ['list_ledger', {}],
      ['poll_order', { order_sn: answer.order_sn }],
      ['query_cards', {}],
    ] as const)
      expect(JSON.stringify((await viewer.call(tool, args)).answer)).not.toContain(cards);
    expect((await viewer.call('list_ledger')).answer.entries).toMatchObject([{ person: 'alice' }]);
  });
});

it('cards that anybody may have issued are shown in full to owners alone', async () => {
  const { connect, tokenOf } = await openServed();
  const owner = await connect(await tokenOf('owner', { role: 'owner' }));
  const issued = await owner.call('generate_cards', { card_type: 'count', uses: 3, idempotency_key: 'g' });
  const [code] = String(issued.answer.codes ?? issued.answer.cards).match(/[\w-]{6,}/) ?? [''];
  const buyer = await connect(await tokenOf('buyer'));
  expect(JSON.stringify((await owner.call('query_cards')).answer)).toContain(code);
  expect(JSON.stringify((await buyer.call('query_cards')).answer)).not.toContain(code);
});

it('a code that anybody may have issued cannot be found out by its parts but by owners', async () => {
  const { connect, tokenOf } = await openServed({
    environment: { KAMIKIT_CARDS_URL: '', KAMIKIT_CARDS_API_KEY: 'a-key-of-the-service' },
    parts: { outside: { dispatcher: looseCardService('WHOLE-CODE-1234'), timing: skipping() } },
  });
  const buyer = await connect(await tokenOf('buyer'));
  for (const [tool, wish] of Object.entries(CARD_WISHES)) {
    const told = await buyer.call(tool, { ...wish, code: 'WHOLE-CODE' });
    expect(told).toEqual(await buyer.call(tool, { ...wish, code: 'NO-SUCH-CODE' }));
    expect(JSON.stringify(told)).toContain('not_found');
  }
  const owner = await connect(await tokenOf('owner', { role: 'owner' }));
  expect((await owner.call('verify_card', { code: 'WHOLE-CODE' })).answer).toMatchObject({
    error: { code: 'malformed_response' },
  });
});

it('every event and every line of the log names who, and none holds a token', async () => {
  const { connect, tokenOf, ledger, logged } = await openServed();
  const token = await tokenOf('alice');
  const alice = await connect(token);
  const { answer } = await alice.call('purchase', WISH);
  await alice.call('poll_order', { order_sn: 'NOBODYS' });
  const who = (await ledger.timeline(answer.entry_id)).map((event) => event.who);
  expect(new Set(who)).toEqual(new Set(['alice']));
  const lines = logged.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({
      message: 'answered',
      route: 'mcp',
      who: 'alice',
      request_id: expect.any(String),
    }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ message: 'tool call failed', who: 'alice' }));
  expect(logged.join()).not.toContain(token.slice(3));
});
