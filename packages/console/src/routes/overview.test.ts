import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it, vi } from 'vitest';
import type { Language } from '../index.ts';
import { openConsole } from '../testing/open-console.ts';

describe('the overview', () => {
  it('of an empty ledger says that nothing needs the owner, and what will come', async () => {
    const { text } = await (await (await openConsole()).enter()).get('');
    expect(text).toContain('Nothing needs you right now.');
    expect(text).toContain('The ledger is empty.');
    expect(text).toContain('Nothing was spent in this time.');
    expect(text).toContain('¥300.00');
  });

  it('names all that only the owner can decide', async () => {
    const { askOwner, ledger, enter } = await openConsole();
    await askOwner();
    await ledger
      .execute(
        {
          kind: 'purchase',
          idempotencyKey: 'lost',
          request: {},
          amount: parseMoney(1),
          evidence: { account: 'a' },
        },
        async () => {
          throw new KamikitError('no answer', { code: 'outcome_unknown', outcome: 'unknown' });
        },
      )
      .catch(() => {});
    await ledger.execute(
      {
        kind: 'purchase',
        idempotencyKey: 'dear',
        request: {},
        amount: parseMoney(1),
        evidence: { account: 'greedy' },
      },
      async () => ({ state: 'completed', charged: parseMoney(2) }),
    );
    const { get, post } = await enter();
    const { text } = await get('');
    for (const shown of ['1 request is waiting', '1 outcome is unknown', 'Account greedy is suspended'])
      expect(text).toContain(shown);
    await post('resume', { account: 'greedy' });
    expect(await ledger.suspensions()).toEqual([]);
    await post('stop');
    expect((await get('')).text).toContain('All spending is stopped');
  });

  it.each<[Language, string, string]>([
    ['en', 'has gone back in time', 'kamikit resume takes the ledger as it is'],
    ['zh', 'has gone back in time', 'kamikit resume 会按现状接受账本'],
  ])('says in %s what to do about a ledger that is in doubt', async (language, ...shown) => {
    const { ledger, enter } = await openConsole({ parts: { language } });
    vi.spyOn(ledger, 'doubt').mockResolvedValue('The ledger x has gone back in time.');
    const { text } = await (await enter()).get('');
    for (const each of shown) expect(text).toContain(each);
  });

  it('resumes nothing that was stopped anew since the page was shown', async () => {
    const { ledger, enter, pass } = await openConsole();
    const { get, post } = await enter();
    await post('stop');
    const since = /name="since" value="([^"]+)"/.exec((await get('')).text)?.[1] ?? '';
    expect(since).not.toBe('');
    await ledger.liftStop('olga');
    pass(1_000);
    await ledger.stop('olga');
    await post('resume', { since });
    expect((await get('')).text).toContain('Nothing was resumed: it was stopped once more');
    expect(await ledger.suspensions()).toMatchObject([{ by: 'olga' }]);
    const now = /name="since" value="([^"]+)"/.exec((await get('')).text)?.[1] ?? '';
    await post('resume', { since: now });
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('says where a ledger goes on that was moved, and does not resume it', async () => {
    const { ledger, enter } = await openConsole();
    const { get, post } = await enter();
    await ledger.stop('moved to postgres://db/kamikit');
    await post('resume');
    expect((await get('')).text).toMatch(/was moved to postgres:\/\/db\/kamikit, and goes on there/);
    expect(await ledger.suspensions()).toMatchObject([{ account: null }]);
  });

  it('resumes spending beside its stop, and an account that is suspended stays so', async () => {
    const { ledger, enter } = await openConsole();
    const greedy = { kind: 'purchase', idempotencyKey: 'dear', request: {}, amount: parseMoney(1) };
    await ledger.execute({ ...greedy, evidence: { account: 'greedy' } }, async () => ({
      ...{ state: 'completed', charged: parseMoney(2) },
    }));
    const { post } = await enter();
    await post('stop');
    await post('resume');
    expect(await ledger.suspensions()).toMatchObject([{ account: 'greedy' }]);
  });

  it('adds up today, the days and the months, with the same numbers as a table', async () => {
    const { ledger, enter, pass } = await openConsole();
    const buy = (key: string, amount: string) =>
      ledger.execute(
        {
          ...{ kind: 'purchase', idempotencyKey: key, request: {}, amount: parseMoney(amount), good: '1/11' },
          goods: { name: '月卡会员', specification: null, quantity: 1 },
        },
        async () => ({ state: 'completed' }),
      );
    await buy('a', '12.34');
    pass(24 * 60 * 60_000);
    await buy('b', '20');
    const { text } = await (await enter()).get('');
    expect(text).toContain('¥20.00 of ¥300.00 spent');
    expect(text).toContain('<td>2026-11-20</td><td>¥12.34</td>');
    expect(text).toContain('<td>2026-11</td><td>¥32.34</td>');
    expect(text).toContain('月卡会员');
  });

  it('names what most was spent for, and adds up the rest', async () => {
    const { ledger, enter } = await openConsole();
    for (let sub = 1; sub <= 8; sub += 1)
      await ledger.execute(
        {
          ...{ kind: 'purchase', idempotencyKey: `${sub}`, request: {}, amount: parseMoney(sub) },
          ...{ good: `1/${sub}`, goods: { name: `Good ${sub}`, specification: null, quantity: 1 } },
        },
        async () => ({ state: 'completed' }),
      );
    const [, panel = ''] = /id="by-good"(.*?)<\/section>/s.exec((await (await enter()).get('')).text) ?? [];
    expect(panel).toContain('Good 3');
    expect(panel).not.toContain('Good 2');
    expect(panel).toMatch(/Everything else.*¥3\.00/s);
  });

  it('does not wait for a shop that is slow, and shows its balance as soon as it tells', async () => {
    const asked = Promise.withResolvers<void>();
    const { enter } = await openConsole({
      parts: {
        accounts: async () => {
          await asked.promise;
          return [{ upstream: 'storefront', account: 'mine', balance: parseMoney('77.5'), problem: null }];
        },
      },
    });
    const { get } = await enter();
    expect((await get('')).text).toContain('Asking the shop');
    asked.resolve();
    await expect.poll(async () => (await get('')).text).toContain('¥77.50');
  });

  it.each([30_000, -60_000])('asks for balances anew once the clock is %d ms further on', async (ms) => {
    let balance = 0;
    const { enter, pass } = await openConsole({
      parts: {
        async accounts() {
          balance += 1;
          return [{ upstream: 'storefront', account: 'mine', balance: parseMoney(balance), problem: null }];
        },
      },
    });
    const { get } = await enter();
    await expect.poll(async () => (await get('')).text).toContain('¥1.00');
    expect((await get('')).text).toContain('¥1.00');
    pass(ms);
    await expect.poll(async () => (await get('')).text).toContain('¥2.00');
  });

  it('that cannot read the ledger says why', async () => {
    const broken = new KamikitError('The ledger cannot be opened.', {
      code: 'config_invalid',
      hint: 'Look at its folder.',
    });
    const { page, root } = await openConsole({ parts: { ledger: () => Promise.reject(broken) } });
    const entered = await page.fetch(new Request(page.oneTimeLink(root)));
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await page.fetch(new Request(root, { headers: { cookie } }));
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('The ledger cannot be opened. Look at its folder.');
  });

  it('says why also where the ledger goes away once it is open', async () => {
    const { ledger, enter } = await openConsole();
    const { get } = await enter();
    const away = new KamikitError('The ledger cannot be reached.', { code: 'config_invalid' });
    for (const name of ['list', 'budget', 'askedJobs', 'peopleToday'] as const)
      vi.spyOn(ledger, name).mockRejectedValue(away);
    const { status, text } = await get('');
    expect(status).toBe(503);
    expect(text).toContain('The ledger cannot be reached.');
  });

  it('tells a fault of ours without its words', async () => {
    const { page, root } = await openConsole({
      parts: { ledger: () => Promise.reject(new Error('secret details')) },
    });
    const entered = await page.fetch(new Request(page.oneTimeLink(root)));
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await page.fetch(new Request(root, { headers: { cookie } }));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret details');
  });
});

it('no key is on a page, whoever wrote it there', async () => {
  const { ledger, enter, sandbox } = await openConsole();
  const { apiKey } = sandbox.storefront;
  await ledger.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: 'k', request: {}, amount: parseMoney(1) },
      goods: { name: `月卡 ${apiKey}`, specification: null, quantity: 1 },
    },
    async () => ({ state: 'completed' }),
  );
  const { text } = await (await enter()).get('');
  expect(text).toContain('月卡 [redacted]');
  expect(text).not.toContain(apiKey);
});
