import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skipping, temporaryFolder } from '../../test/host.ts';
import { ownedShop } from '../../test/owner.ts';

const QUARTER_OF_AN_HOUR = 15 * 60_000;

describe('with KAMIKIT_CONFIRM=owner, a purchase', () => {
  it('is quoted and waits; once the owner allowed it, the same call tells the cards', async () => {
    const { call, wish, owner, charges } = await ownedShop();
    const { answer, isError } = await call('purchase', wish);
    expect({ answer, isError }).toMatchObject({
      isError: false,
      answer: { state: 'awaiting_approval', total: wish.max_total, quantity: 2, cards: null },
    });
    expect(Number(answer.unit_price) * 2).toBe(Number(wish.max_total));
    expect(answer.quote_until).toMatch(/^2026-11-20T09:15:0\d\+08:00$/);
    expect(answer.next).toContain(`\`kamikit approve ${answer.entry_id}\``);
    expect(await call('purchase', wish)).toMatchObject({ answer: { entry_id: answer.entry_id } });
    expect(charges()).toBe(0);

    await owner.approve(answer.entry_id);
    const told = await call('purchase', { ...wish, wait_seconds: 45 });
    await call('poll_order', { order_sn: told.answer.order_sn, wait_seconds: 45 });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { state: 'completed', cards: expect.any(String), entry_id: answer.entry_id },
    });
    expect(charges()).toBe(1);
  });

  it('that is declined tells so, and its key asks nobody again', async () => {
    const { call, wish, owner, charges } = await ownedShop();
    const { answer } = await call('purchase', wish);
    await owner.decline(answer.entry_id);
    for (const wait_seconds of [0, 45])
      expect(await call('purchase', { ...wish, wait_seconds })).toMatchObject({
        answer: { error: { code: 'declined', outcome: 'not_committed', retryable: false } },
      });
    expect(charges()).toBe(0);
  });

  it('that nobody decided about in time is void', async () => {
    const { call, wish, owner, pass, charges } = await ownedShop();
    const { answer } = await call('purchase', wish);
    await pass(QUARTER_OF_AN_HOUR);
    expect(await owner.approve(answer.entry_id)).toMatchObject({ state: 'refused' });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'timeout', outcome: 'not_committed' } },
    });
    expect(charges()).toBe(0);
  });

  it('under another key is a duplicate of what waits', async () => {
    const { call, wish } = await ownedShop();
    const { answer } = await call('purchase', wish);
    expect(await call('purchase', { ...wish, idempotency_key: 'wish-2' })).toMatchObject({
      answer: { error: { code: 'possible_duplicate', entry_id: answer.entry_id } },
    });
  });

  it('inside a mandate is sent unasked, and names it', async () => {
    const { call, wish, owner, charges } = await ownedShop();
    const { id } = await owner.addMandate({ per_day: wish.max_total });
    expect(await call('purchase', wish)).toMatchObject({ answer: { state: 'pending', mandate: id } });
    expect(await call('purchase', { ...wish, idempotency_key: 'wish-2', again: true })).toMatchObject({
      answer: { state: 'awaiting_approval' },
    });
    expect(charges()).toBe(1);
  });

  it('waits for its owner up to wait_seconds, and tells of it meanwhile', async () => {
    const time = skipping();
    let whileWaiting = async () => {};
    const sleep = async (ms: number, signal?: AbortSignal) => {
      await time.sleep(ms, signal);
      await whileWaiting();
    };
    const { client, wish, owner, charges } = await ownedShop({}, { ...time, sleep });
    whileWaiting = async () => {
      whileWaiting = async () => {};
      const { entries } = await (await owner.ledger()).list({ state: 'awaiting_approval' });
      await owner.approve(entries[0]?.id);
    };
    const said: unknown[] = [];
    const { structuredContent } = await client.callTool(
      { name: 'purchase', arguments: { ...wish, wait_seconds: 45 } },
      undefined,
      { onprogress: ({ message }) => said.push(message) },
    );
    expect(structuredContent).toMatchObject({ state: 'pending', order_sn: expect.any(String) });
    expect(said[0]).toBe('It waits for its owner; nothing was sent yet.');
    expect(charges()).toBe(1);
  });

  it('whose call is cancelled while it waits goes on waiting', async () => {
    const cancelling = new AbortController();
    const time = skipping();
    const sleep = async (ms: number, signal?: AbortSignal) => {
      cancelling.abort();
      await new Promise<void>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      await time.sleep(ms, signal);
    };
    const { client, call, wish } = await ownedShop({}, { ...time, sleep });
    const cancelled = client.callTool(
      { name: 'purchase', arguments: { ...wish, wait_seconds: 45 } },
      undefined,
      { signal: cancelling.signal },
    );
    await expect(cancelled).rejects.toThrow();
    expect(await call('purchase', wish)).toMatchObject({ answer: { state: 'awaiting_approval' } });
  });

  it('that waits is shown by list_ledger and get_balance, with where to allow it', async () => {
    const { call, client, wish, owner } = await ownedShop();
    const { answer } = await call('purchase', wish);
    const listed = await call('list_ledger', { state: 'awaiting_approval' });
    expect(listed.answer.entries).toMatchObject([
      {
        ...{ entry_id: answer.entry_id, state: 'awaiting_approval', amount: wish.max_total, quantity: 2 },
        ...{ quote_until: answer.quote_until, advice: expect.stringContaining('kamikit approve') },
      },
    ]);
    const { contents } = await client.readResource({ uri: 'kamikit://ledger/awaiting' });
    expect(JSON.stringify(contents)).toContain(answer.entry_id);
    const left = 300 - Number(wish.max_total);
    expect(await call('get_balance')).toMatchObject({
      answer: {
        budget: {
          ...{ awaiting_approval: 1, left_today: expect.toSatisfy((text) => Number(text) === left) },
          notice: expect.stringContaining('1 entry awaits'),
        },
      },
    });
    await owner.decline(answer.entry_id);
    expect(await call('list_ledger')).toMatchObject({
      answer: { entries: [{ state: 'refused', decided_by: 'test' }] },
    });
  });

  it('names the page where one runs, and with codes sealed the entry’s own page, never a token', async () => {
    const { call, wish, owner, folder } = await ownedShop({ environment: { KAMIKIT_REVEAL: 'sealed' } });
    const url = 'http://127.0.0.1:4000/';
    writeFileSync(join(folder, 'page.json'), JSON.stringify({ url, pid: process.pid, token: 'SECRET' }));
    const { answer } = await call('purchase', { ...wish, mode: 'sync' });
    expect(answer.next).toContain(`${url}#approvals`);
    expect(answer.next).not.toContain('kamikit approve');
    await owner.approve(answer.entry_id);
    const bought = await call('purchase', { ...wish, mode: 'sync' });
    expect(bought).toMatchObject({
      answer: { state: 'completed', cards: expect.stringContaining(`${url}#ledger/${answer.entry_id}`) },
    });
    expect(JSON.stringify(bought)).not.toContain('SECRET');
  });

  it('waits for the same call: no new key is advised, and none is asked of a tool that takes none', async () => {
    const { call, wish } = await ownedShop();
    const { answer } = await call('purchase', wish);
    expect(answer.next).toContain('same call again, with the same idempotency_key if it takes one');
    expect(answer.next).toContain('Use no new key');
    const anew = await call('purchase', { ...wish, idempotency_key: 'new' });
    expect(anew).toMatchObject({ answer: { error: { code: 'possible_duplicate' } } });
  });

  it('is not sent while the owner has stopped all spending, and not refused for it either', async () => {
    const { call, wish, owner, charges } = await ownedShop();
    const { answer } = await call('purchase', wish);
    await owner.stop();
    await expect(owner.approve(answer.entry_id)).rejects.toMatchObject({ code: 'suspended' });
    expect(await call('purchase', wish)).toMatchObject({ answer: { state: 'awaiting_approval' } });
    expect(await call('purchase', { ...wish, quantity: 1, idempotency_key: 'wish-2' })).toMatchObject({
      answer: { error: { code: 'suspended', message: expect.stringContaining('stopped all spending') } },
    });
    expect(charges()).toBe(0);
  });

  it('asks no host, whatever the host can: its answer is not the owner’s', async () => {
    const asked: string[] = [];
    const { call, wish, charges } = await ownedShop({
      answer: (question) => {
        asked.push(question);
        return 'accept';
      },
    });
    expect(await call('purchase', wish)).toMatchObject({ answer: { state: 'awaiting_approval' } });
    expect({ asked, charges: charges() }).toEqual({ asked: [], charges: 0 });
  });
});

describe('where the owner lets an answer through the host count', () => {
  function allowed(answer: 'accept' | 'decline' | 'cancel') {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, '{"confirm": "owner", "elicitation": true}', { mode: 0o600 });
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return answer;
    };
    return { asked, options: { answer: ask, environment: { KAMIKIT_CONFIG: file } } };
  }

  it.each([
    ['accept', { state: 'pending' }, 1],
    ['decline', { error: { code: 'declined' } }, 0],
    ['cancel', { state: 'awaiting_approval' }, 0],
  ] as const)('%s is the owner’s word, or none', async (word, expected, charged) => {
    const { asked, options } = allowed(word);
    const { call, wish, charges } = await ownedShop(options);
    expect(await call('purchase', wish)).toMatchObject({ answer: expected });
    expect(asked).toEqual([expect.stringMatching(/^Pay up to .*\nFrom account .*\nGoods, as the shop/)]);
    expect(charges()).toBe(charged);
  });

  it.each([
    ['accept', 'running'],
    ['decline', 'cancelled'],
    ['cancel', 'awaiting_approval'],
  ] as const)(
    '%s about a job says what it would buy, and is the word about all of it',
    async (word, state) => {
      const { asked, options } = allowed(word);
      const { call, wish } = await ownedShop(options);
      const { idempotency_key, ...item } = wish;
      const job = { kind: 'purchase', items: [item, item], max_total: '500', idempotency_key };
      expect(await call('start_job', job)).toMatchObject({ answer: { state } });
      const { answer } = await call('get_goods', { goods_id: item.goods_id });
      const { subs } = Object(answer);
      const [{ name }] = subs.filter(({ id }: { id: number }) => id === item.sub_id);
      const question = expect.stringMatching(/^Start a job of 2 purchases that may cost [\d.]+ yuan in all/);
      expect(asked).toEqual([question]);
      expect(asked[0]).toContain(`\nGoods, as the shop calls them: “${answer.name} ${name}”`);
    },
  );

  it('asks nothing inside a mandate', async () => {
    const { asked, options } = allowed('decline');
    const { call, wish, owner } = await ownedShop(options);
    await owner.addMandate({ max_order: wish.max_total });
    expect(await call('purchase', wish)).toMatchObject({ answer: { state: 'pending' } });
    expect(asked).toEqual([]);
  });
});

describe('with KAMIKIT_CONFIRM=owner, a trade', () => {
  it('waits for its owner as a purchase does', async () => {
    const { call, owner, sandbox } = await ownedShop();
    const wish = { sku_id: 51, quantity: 1, max_total: '2', idempotency_key: 'trade-1' };
    const { answer } = await call('supplier_trade', wish);
    expect(answer).toMatchObject({
      ...{ state: 'awaiting_approval', total: '2', quantity: 1, contents: null },
      next: expect.stringContaining('kamikit approve'),
    });
    await owner.approve(answer.entry_id);
    expect(await call('supplier_trade', wish)).toMatchObject({
      answer: { state: expect.stringMatching(/completed|pending/), entry_id: answer.entry_id },
    });
    expect(sandbox.state().supplier.trades).toHaveLength(1);
  });
});

describe('with KAMIKIT_CONFIRM=owner, a card', () => {
  const batch = { card_type: 'count', uses: 3, idempotency_key: 'batch' };

  it.each([
    ['generate_cards', { ...batch, idempotency_key: 'batch-2' }],
    ['use_card', { idempotency_key: 'use' }],
    ['recharge_card', { amount: 1, idempotency_key: 'more' }],
    ['delete_card', {}],
  ])('waits for its owner before %s, which says so as an error', async (tool, args) => {
    const { call, owner } = await ownedShop();
    const issuing = await call('generate_cards', batch);
    await owner.approve(Object(issuing.answer.error).entry_id);
    const [code] = Object((await call('generate_cards', batch)).answer.codes);
    const given = tool === 'generate_cards' ? args : { code, ...args };
    const asked = [await call(tool, given), await call(tool, given)];
    expect(asked).toMatchObject([
      {
        isError: true,
        answer: {
          error: {
            ...{ code: 'awaiting_approval', outcome: 'not_committed', retryable: true },
            hint: expect.stringContaining('kamikit approve'),
          },
        },
      },
      {},
    ]);
    // Asked again, the same entry waits: also where the tool takes no key.
    expect(asked[1]).toEqual(asked[0]);
    await owner.approve(Object(asked[0]?.answer.error).entry_id);
    const { answer } = await call(tool, given);
    expect(answer.error).toEqual(
      tool === 'delete_card' ? expect.objectContaining({ code: 'not_found' }) : undefined,
    );
  });
});
