import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectHost, temporaryFolder } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';

describe('purchase', () => {
  it('buys through the queue, and poll_order gets the cards', async () => {
    const { call, wish, charges } = await shop();
    const bought = await call('purchase', wish);
    expect(bought).toMatchObject({ isError: false, answer: { state: 'pending', status: 1, cards: null } });
    const { answer } = await call('poll_order', { order_sn: bought.answer.order_sn });
    expect(answer).toMatchObject({
      state: 'completed',
      status: 4,
      quantity: 2,
      entry_id: bought.answer.entry_id,
    });
    expect(String(answer.cards).split('\n')).toHaveLength(2);
    expect(charges()).toBe(1);
  });

  it('returns the cards at once in sync mode', async () => {
    const { call, wish } = await shop();
    const { answer } = await call('purchase', { ...wish, mode: 'sync' });
    expect(answer).toMatchObject({ state: 'completed', cards: expect.stringContaining('\n') });
  });

  it('answers a repeated call from the ledger: same order, one charge', async () => {
    const { call, wish, charges } = await shop();
    const first = await call('purchase', wish);
    const again = await call('purchase', wish);
    expect(again.answer.order_sn).toBe(first.answer.order_sn);
    expect(charges()).toBe(1);
  });

  it('refuses a used key for another request', async () => {
    const { call, wish, charges } = await shop();
    await call('purchase', wish);
    expect(await call('purchase', { ...wish, quantity: 1 })).toMatchObject({
      isError: true,
      answer: { error: { code: 'key_conflict' } },
    });
    expect(charges()).toBe(1);
  });

  it('whose answer is lost after the charge is outcome_unknown, charged once and never sent again', async () => {
    const { call, wish, sandbox, charges } = await shop();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
    const unknown = { isError: true, answer: { error: { code: 'outcome_unknown', outcome: 'unknown' } } };
    expect(await call('purchase', wish)).toMatchObject(unknown);
    expect(await call('purchase', wish)).toMatchObject(unknown);
    expect(sandbox.state().counts.storefront?.purchase_async).toBe(1);
    expect(charges()).toBe(1);
  });

  it('that never reached the shop may be sent with the same key', async () => {
    const { call, wish, sandbox } = await shop();
    await sandbox.close();
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'unreachable', retryable: true } },
    });
  });

  it('sends nothing when the live total is above max_total', async () => {
    const { call, wish, charges } = await shop();
    expect(await call('purchase', { ...wish, max_total: '0.01' })).toMatchObject({
      answer: {
        error: { code: 'price_changed', outcome: 'not_committed', message: expect.stringContaining('0.01') },
      },
    });
    expect(charges()).toBe(0);
  });

  it.each([
    ['KAMIKIT_MAX_ORDER_TOTAL', '0.5'],
    ['KAMIKIT_DAILY_BUDGET', '0.5'],
  ])('sends nothing beyond %s', async (variable, limit) => {
    const { call, wish, charges } = await shop({ environment: { [variable]: limit } });
    expect(await call('purchase', wish)).toMatchObject({ answer: { error: { code: 'over_budget' } } });
    expect(charges()).toBe(0);
  });

  it('sends nothing for a specification that the product does not have, and names those it has', async () => {
    const { call, wish, charges } = await shop();
    expect(await call('purchase', { ...wish, sub_id: 999_999 })).toMatchObject({
      answer: { error: { code: 'not_found', message: expect.stringContaining(String(wish.sub_id)) } },
    });
    expect(charges()).toBe(0);
  });

  it('refused by the shop is refused with its words, and costs nothing', async () => {
    const { call, wish, sandbox } = await shop({ environment: { KAMIKIT_DAILY_BUDGET: '500' } });
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'status', status: 422 });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'invalid_request', outcome: 'not_committed', retryable: false } },
    });
    expect(await call('get_balance')).toMatchObject({ answer: { budget: { spent_today: '0' } } });
  });
});

describe('the question before buying', () => {
  it('names quantity, goods and total, and yes buys', async () => {
    const questions: string[] = [];
    const { call, wish, charges } = await shop({
      answer: (question) => (questions.push(question) ? 'accept' : 'cancel'),
    });
    await call('purchase', wish);
    expect(questions).toEqual([
      expect.stringMatching(
        /^Pay up to [\d.]+ yuan in all for 2 pieces at [\d.]+\?\nFrom account .+\nGoods.+: “.+”$/,
      ),
    ]);
    expect(charges()).toBe(1);
  });

  it.each(['decline', 'cancel'] as const)('answered with %s sends nothing', async (answer) => {
    const { call, wish, charges } = await shop({ answer: () => answer });
    expect(await call('purchase', wish)).toMatchObject({ answer: { error: { code: 'declined' } } });
    expect(charges()).toBe(0);
  });

  it('is not put again for a key that was used', async () => {
    let asked = 0;
    const { call, wish } = await shop({ answer: () => (++asked > 0 ? 'accept' : 'cancel') });
    await call('purchase', wish);
    await call('purchase', wish);
    expect(asked).toBe(1);
  });

  it('is not put with KAMIKIT_CONFIRM=never', async () => {
    const { call, wish, charges } = await shop({
      environment: { KAMIKIT_CONFIRM: 'never' },
      answer: () => 'decline',
    });
    await call('purchase', wish);
    expect(charges()).toBe(1);
  });

  it('that cannot be put is a no with KAMIKIT_CONFIRM=required', async () => {
    const { call, wish, charges } = await shop({ environment: { KAMIKIT_CONFIRM: 'required' } });
    expect(await call('purchase', wish)).toMatchObject({ answer: { error: { code: 'declined' } } });
    expect(charges()).toBe(0);
  });
});

describe('the ledger behind a purchase', () => {
  it('brings cards and keys back after a restart', async () => {
    const folder = temporaryFolder();
    const first = await shop({ environment: { KAMIKIT_DATA_DIR: folder } });
    const { answer } = await first.call('purchase', { ...first.wish, mode: 'sync' });
    const second = await connectHost({
      environment: {
        KAMIKIT_DATA_DIR: folder,
        KAMIKIT_STOREFRONT_URL: first.sandbox.storefront.url,
        KAMIKIT_STOREFRONT_API_KEY: first.sandbox.storefront.apiKey,
      },
    });
    const { answer: listed } = await second.call('list_ledger', { state: 'completed' });
    expect(listed).toMatchObject({
      total: 1,
      entries: [{ reference: answer.order_sn, cards: answer.cards }],
    });
    expect((await second.call('purchase', { ...first.wish, mode: 'sync' })).answer).toEqual(answer);
    expect(first.charges()).toBe(1);
  });

  it('masks cards everywhere when they are sealed', async () => {
    const { call, wish } = await shop({ environment: { KAMIKIT_REVEAL: 'sealed' } });
    const { answer } = await call('purchase', { ...wish, mode: 'sync' });
    const sealed = `[sealed: 2 lines; \`kamikit ledger show ${answer.entry_id}\` shows them]`;
    expect(answer.cards).toBe(sealed);
    expect(answer.next).toContain('tell the user where to read it');
    expect((await call('poll_order', { order_sn: answer.order_sn })).answer.cards).toBe(sealed);
    expect((await call('list_ledger')).answer).toMatchObject({ entries: [{ cards: sealed }] });
  });

  it('that is corrupted gives a clear error naming the file, and nothing is sent', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ledger.sqlite'), 'this is no database '.repeat(1000));
    const { call, wish, sandbox } = await shop({ environment: { KAMIKIT_DATA_DIR: folder } });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'config_invalid', message: expect.stringContaining('ledger.sqlite') } },
    });
    expect(sandbox.state().counts.storefront?.purchase_async).toBeUndefined();
  });

  it('that cannot be used lets the read tools work and sends nothing', async () => {
    const { call, wish, charges } = await shop({ environment: { KAMIKIT_DATA_DIR: '/dev/null/kamikit' } });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'config_invalid', outcome: 'not_committed' } },
    });
    expect(await call('get_balance')).toMatchObject({
      isError: false,
      answer: { budget: { spent_today: null } },
    });
    expect(charges()).toBe(0);
  });
});
