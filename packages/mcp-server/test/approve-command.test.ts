import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { parseMoney } from '@kamikit/core';
import type { Person } from '@kamikit/ledger';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';
import { startServer } from './server-process.ts';
import { wishesFor } from './wishes.ts';

const server = bundleForTests();
const AT_A_TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];

/** A server that a host started, and the owner's command line beside it: three processes with the sandbox. */
async function owned(variables: Record<string, string> = {}) {
  const { sandbox, environment } = await startTestSandbox();
  const settings = {
    ...environment,
    ...variables,
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_CONFIRM: 'owner',
  };
  const env = { ...sharedEnvironment(), KAMIKIT_LANG: 'en', NO_COLOR: '1', ...settings };
  const [wish] = await wishesFor(sandbox, 2);
  const { call } = await startServer(server, settings);
  async function kamikit(...args: string[]) {
    const running = promisify(execFile)(process.execPath, [server, ...args], { env });
    running.child.stdin?.end();
    const { stdout, stderr, code } = await running.then(
      (ended) => ({ ...ended, code: 0 }),
      (failed) => failed,
    );
    return { stdout: String(stdout), stderr: String(stderr), code: Number(code) };
  }
  /** The same with a person at the keyboard, who types this and goes. */
  async function typing(said: string, ...args: string[]) {
    const child = spawn(process.execPath, [...AT_A_TERMINAL, server, ...args], { env });
    child.stdin.end(said);
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { stdout, code: Number(code) };
  }
  const charges = () => sandbox.state().storefront.charges.length;
  if (wish === undefined) throw new Error('the sandbox sells nothing that fits');
  return { settings, wish: { ...wish, idempotency_key: 'k' }, call, kamikit, typing, charges };
}

/** A shop whose price can change. */
async function shopAtPrice(price: number) {
  const shop = { price, bought: 0, url: '' };
  const listening = createServer((request, response) => {
    if (request.method === 'POST') shop.bought += 1;
    const subs = [{ sub_id: 1, price: shop.price, stock: 9 }];
    const data = { goods_id: 1, goods_name: '月卡', subs, balance: 100, total_spent: 0 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, message: '', data }));
  });
  onTestFinished(() => void listening.close());
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  shop.url = `http://127.0.0.1:${Object(listening.address()).port}/api`;
  return shop;
}

describe('kamikit approve, beside the server of a host', () => {
  it('lists what waits, buys it once on a yes, and the same call then tells the cards', async () => {
    const { wish, call, kamikit, charges } = await owned();
    const asked = await call('purchase', wish);
    const id = String(asked.entry_id);
    const listed = await kamikit('approve');
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(`${id.slice(0, 8)}  2`) });
    expect(await kamikit('approve', '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`"entry_id": "${id}"`),
    });
    expect(await kamikit('approve', id.slice(0, 8))).toMatchObject({
      ...{ code: 2, stdout: '', stderr: expect.stringContaining('only a person at a terminal is asked') },
    });
    expect(charges()).toBe(0);

    const bought = await kamikit('approve', id.slice(0, 8), '--yes');
    expect(bought).toMatchObject({ code: 0, stdout: expect.stringContaining(`${id}  1 ×`) });
    expect(bought.stdout).toContain(`kamikit ledger show ${id}`);
    expect(await call('purchase', wish)).toMatchObject({
      ...{ state: 'completed', entry_id: id, cards: expect.any(String) },
    });
    expect(await kamikit('approve', id, '--no')).toMatchObject({
      ...{ code: 0, stderr: expect.stringContaining('no longer waiting') },
    });
    // Saying yes again only tells what became of it.
    expect(await kamikit('approve', id, '--yes')).toMatchObject({ code: 0 });
    expect(await kamikit('ledger', 'show', id)).toMatchObject({
      stdout: expect.stringMatching(/^decided +command line, 20/m),
    });
    expect(charges()).toBe(1);
  });

  it('says who wants it, where several people use the ledger', async () => {
    const { settings, wish, kamikit, typing } = await owned();
    const { spender, addPerson } = ownerOf(settings);
    await addPerson('alice');
    const alice: Person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null };
    const { goods_id, sub_id, quantity, max_total } = wish;
    const wanted = { goods_id, sub_id, quantity, max_total };
    const asked = { idempotencyKey: 'k', approval: 'owner' } as const;
    const { id } = await spender.as(alice).purchase(wanted, asked);
    expect((await kamikit('approve')).stdout).toContain('alice');
    expect(JSON.parse((await kamikit('approve', '--json')).stdout)).toMatchObject([{ person: 'alice' }]);
    expect((await kamikit('ledger', 'list', '--person', 'alice')).stdout).toContain(id.slice(0, 8));
    expect((await kamikit('ledger', 'list', '--person', 'bob')).stdout).not.toContain(id.slice(0, 8));
    expect((await typing('no\n', 'approve', id)).stdout).toContain('\nRequested by alice.\n');
  });

  it('lists everybody’s, however much one asks for, and says how many more there are', async () => {
    const { settings, kamikit } = await owned({ KAMIKIT_DAILY_BUDGET: '100000' });
    const { ledger, addPerson } = ownerOf(settings);
    const opened = await ledger();
    const of = async (name: string) => {
      await addPerson(name);
      return opened.as({ name, role: 'buyer', daily_budget: null, max_order: null });
    };
    const [alice, bob] = [await of('alice'), await of('bob')];
    const item = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '10' };
    const ask = (whose: typeof opened, goods: number) =>
      whose.prepare({
        ...{ kind: 'purchase', idempotencyKey: String(goods), request: { ...item, goods_id: goods } },
        ...{ amount: parseMoney(1), approval: { quote: {} }, good: String(goods) },
      });
    const start = (whose: typeof opened, idempotencyKey: string, needsWord: boolean) =>
      whose.startJob({
        kind: 'purchase',
        idempotencyKey,
        items: [item],
        maxTotal: parseMoney(10),
        needsWord,
      });
    await ask(bob, 1);
    for (let goods = 1; goods <= 51; goods += 1) await ask(alice, goods);
    const { id } = (await start(bob, 'waits', true)).job;
    for (let count = 0; count < 21; count += 1) await start(alice, `runs ${count}`, false);
    const { stdout, stderr } = await kamikit('approve');
    expect(stdout).toContain('bob');
    expect(stdout).toContain(id.slice(0, 8));
    expect(stderr).toContain('2 more wait, not listed here.');
  });

  it('decides nothing where the id may be that of an entry or of a job', async () => {
    const { settings, wish, call, kamikit, charges } = await owned();
    const id = String((await call('purchase', wish)).entry_id);
    const { idempotency_key: _, ...item } = wish;
    const ledger = await ownerOf(settings).ledger();
    const { job } = await ledger.startJob({
      ...{ kind: 'purchase', idempotencyKey: 'j', items: [item], maxTotal: parseMoney(100), needsWord: true },
    });
    const alike = `${id.slice(0, 8)}${job.id.slice(8)}`;
    const database = new DatabaseSync(join(settings.KAMIKIT_DATA_DIR, 'ledger.sqlite'));
    database.exec(`pragma foreign_keys = off; update jobs set id = '${alike}'`);
    database.close();
    for (const word of ['--yes', '--no'])
      expect(await kamikit('approve', id.slice(0, 8), word)).toMatchObject({
        ...{ code: 1, stdout: '', stderr: expect.stringContaining(`may be ${id}, ${alike}: `) },
      });
    expect(await kamikit('approve', id.slice(0, 3), '--yes')).toMatchObject({ code: 2 });
    expect(charges()).toBe(0);
    expect(await kamikit('approve', id, '--yes')).toMatchObject({ code: 0 });
  });

  it('declines on a no, which the same call then tells', async () => {
    const { wish, call, kamikit, charges } = await owned();
    const { entry_id } = await call('purchase', wish);
    const declined = await kamikit('approve', String(entry_id), '--no', '--reason', 'too dear');
    expect(declined).toMatchObject({ code: 3, stdout: expect.stringContaining('too dear') });
    expect(await call('purchase', wish)).toMatchObject({
      error: { code: 'declined', message: expect.stringContaining('too dear') },
    });
    expect(await kamikit('approve', String(entry_id), '--yes')).toMatchObject({ code: 3 });
    expect(charges()).toBe(0);
  });

  it('is void where the price has risen meanwhile', async () => {
    const shop = await shopAtPrice(10);
    const { call, kamikit } = await owned({ KAMIKIT_STOREFRONT_URL: shop.url });
    const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50', idempotency_key: 'k' };
    const { entry_id, total } = await call('purchase', wish);
    expect(total).toBe('10');
    shop.price = 12;
    const told = await kamikit('approve', String(entry_id), '--yes');
    expect(told).toMatchObject({ code: 4, stdout: expect.stringContaining('rose from 10 to 12') });
    expect(await call('purchase', wish)).toMatchObject({ error: { code: 'price_changed' } });
    expect(shop.bought).toBe(0);
  });

  it('sends nothing while all spending is stopped, and goes on with it after resuming', async () => {
    const { wish, call, kamikit, charges } = await owned();
    const { entry_id } = await call('purchase', wish);
    expect(await kamikit('stop')).toMatchObject({ code: 0 });
    const refused = await kamikit('approve', String(entry_id), '--yes');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('stopped all spending') });
    expect(await call('purchase', { ...wish, goods_id: 1, idempotency_key: 'k2' })).toMatchObject({
      error: { code: 'suspended' },
    });
    expect(charges()).toBe(0);
    expect(await kamikit('resume', '--yes')).toMatchObject({ code: 0 });
    expect(await kamikit('approve', String(entry_id), '--yes')).toMatchObject({ code: 0 });
    expect(charges()).toBe(1);
  });
});

describe('kamikit mandate, beside the server of a host', () => {
  it('lets through what it allows, tells what is used of it, and ends at once', async () => {
    const { wish, call, kamikit, charges } = await owned();
    const terms = ['--max-order', '50', '--per-day', '200', '--per-week', '500', '--until', '2099-12-31'];
    const narrow = ['--goods', `${wish.goods_id},9/9`, '--account', 'storefront', '--kinds', 'purchase'];
    expect(await kamikit('mandate', 'add', ...terms, ...narrow)).toMatchObject({ code: 2 });
    expect(await kamikit('mandate', 'add', '--goods', '1', '--yes')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('at least one limit in yuan') },
    });
    const asked = await kamikit('mandate', 'add', ...terms, ...narrow);
    expect(asked.stderr).toContain('--yes adds it without asking');
    expect(asked.stderr).not.toContain('--no');
    expect(await kamikit('mandate', 'add', ...terms, '--account', 'nope', '--yes')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('There is no account nope') },
    });
    const added = await kamikit('mandate', 'add', ...terms, ...narrow, '--yes');
    const [, id = ''] = /mandate (\S+)\./.exec(added.stdout) ?? [];
    expect(await call('purchase', wish)).toMatchObject({ state: 'pending', mandate: id });
    expect(await kamikit('mandate')).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining(`used 1 time: ${Number(wish.max_total)}`) },
    });
    expect(await kamikit('mandate', 'revoke', id.slice(0, 8))).toMatchObject({ code: 0 });
    const more = { ...wish, idempotency_key: 'k2', again: true };
    expect(await call('purchase', more)).toMatchObject({ state: 'awaiting_approval' });
    expect(charges()).toBe(1);
  });
});

describe('kamikit, asking the person at its terminal,', () => {
  it.each([
    ['y\n', 0, 1],
    ['no\n', 3, 0],
    ['yes please\n', 5, 0],
    ['', 5, 0],
  ])('takes %j about a purchase for what it says, and anything but yes and no for neither', async (...of) => {
    const [said, code, charged] = of;
    const { wish, call, typing, charges } = await owned();
    const { entry_id } = await call('purchase', wish);
    const told = await typing(said, 'approve', String(entry_id));
    expect(told).toMatchObject({
      code,
      stdout: expect.stringMatching(/^Pay up to .* yuan in all for 1 piece/),
    });
    expect(charges()).toBe(charged);
  });

  it.each([
    ['y\n', 1, 2], // the third cannot be bought
    ['n\n', 3, 0],
    ['\n', 5, 0],
  ])('takes %j about a job for what it says, having shown what it would buy', async (said, code, charged) => {
    const { wish, call, typing, charges } = await owned();
    const { idempotency_key, ...item } = wish;
    const items = [item, item, { ...item, goods_id: 999_999 }];
    const { job_id } = await call('start_job', {
      ...{ kind: 'purchase', items, idempotency_key, max_total: '9999' },
    });
    const told = await typing(said, 'approve', String(job_id));
    expect(told.stdout).toMatch(
      /Start a job of 3 purchases.*\n {2}1 {2}[\d.]+ {2}1 × “.*\n {2}item 3: .*\[y\/n\]/s,
    );
    expect([told.code, charges()]).toEqual([code, charged]);
  });

  it('adds no mandate without a yes', async () => {
    const { typing } = await owned();
    const terms = ['mandate', 'add', '--max-order', '5'];
    expect(await typing('n\n', ...terms)).toMatchObject({ code: 1 });
    expect((await typing('', 'mandate')).stdout).not.toContain('5 yuan');
    expect(await typing('y\n', ...terms)).toMatchObject({ code: 0 });
    expect((await typing('', 'mandate')).stdout).toContain('5 yuan');
  });
});
