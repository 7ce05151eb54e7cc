import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';

const server = bundleForTests();
const HEADING = 'goods_id,sub_id,quantity,max_total\n';
const CARD = '1,11,1,30\n';
const AT_A_TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];

/** The command line beside a sandbox, in a folder with a table of so many cards. */
async function atATerminal(cards: number, variables: Record<string, string> = {}) {
  const { sandbox, environment } = await startTestSandbox();
  const folder = temporaryFolder();
  const settings = {
    ...sharedEnvironment(),
    ...environment,
    KAMIKIT_DATA_DIR: folder,
    KAMIKIT_DAILY_BUDGET: 'none',
    ...variables,
  };
  const env = { ...settings, KAMIKIT_LANG: variables.KAMIKIT_LANG ?? 'en', NO_COLOR: '1' };
  const table = (text: string) => {
    const path = join(folder, 'items.csv');
    writeFileSync(path, text);
    return path;
  };
  async function kamikit(
    args: readonly string[],
    input = '',
    node: readonly string[] = [],
    more: Record<string, string> = {},
  ) {
    const running = promisify(execFile)(process.execPath, [...node, server, ...args], {
      env: { ...env, ...more },
    });
    running.child.stdin?.end(input);
    const { stdout, stderr, code } = await running.then(
      (ended) => ({ ...ended, code: 0 }),
      (failed) => failed,
    );
    return { stdout: String(stdout), stderr: String(stderr), code: Number(code) };
  }
  const file = table(HEADING + CARD.repeat(cards));
  const charges = () => sandbox.state().storefront.charges.length;
  return { sandbox, folder, settings, env, file, table, kamikit, charges };
}

describe('kamikit job start', () => {
  it('buys every line of a table once, says so, and does nothing more the second time', async () => {
    const { kamikit, file, table, charges } = await atATerminal(12);
    const first = await kamikit(['job', 'start', file, '--max-total', '500']);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^Job \w{8}: 12 items\.$/m);
    expect(first.stdout).toMatch(/^Job \w{8}: finished\nbought 12\nspent: 300 of at most 500 yuan$/m);
    const again = await kamikit(['job', 'start', file, '--max-total', '500']);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is bought twice') });
    const turned = table(`quantity,sub_id,goods_id,max_total\n${'1,11,1,30\n'.repeat(12)}`);
    expect((await kamikit(['job', 'start', turned, '--max-total', '500'])).stderr).toContain('before');
    expect(charges()).toBe(12);
  });

  it.each([
    ['a higher limit for all', CARD, ['--max-total', '90']],
    ['a higher limit for one', '1,11,1,40\n', ['--max-total', '30']],
    ['fewer at a time', CARD, ['--max-total', '30', '--concurrency', '1']],
  ])('buys nothing of a table once more for %s', async (_what, second, limits) => {
    const { kamikit, file, table, charges } = await atATerminal(2);
    const first = await kamikit(['job', 'start', file, '--max-total', '30']);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('waiting 1  bought 1') });
    const again = await kamikit(['job', 'start', table(HEADING + CARD + second), ...limits]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/started before, as job \w{8}, /) });
    expect(charges()).toBe(1);
    const meant = await kamikit(['job', 'start', file, '--max-total', '90', '--key', 'once more']);
    expect({ code: meant.code, charges: charges() }).toEqual({ code: 0, charges: 3 });
  });

  it.each(['start', 'approve'])('buys nothing with a guard that is misspelt: %s', async (command) => {
    const { kamikit, file, charges, folder } = await atATerminal(1, { KAMIKIT_CONFIRM: 'owner' });
    const start = ['job', 'start', file, '--max-total', '90', '--no-wait'];
    const id = () => kamikit(['job', 'list', '--json']).then(({ stdout }) => JSON.parse(stdout)[0]?.id);
    if (command === 'approve') await kamikit(start);
    const misspelt = join(folder, 'config.json');
    writeFileSync(misspelt, '{"dailyBugdet": "5"}', { mode: 0o600 });
    const told = await kamikit(command === 'start' ? start : ['approve', await id(), '--yes'], '', [], {
      KAMIKIT_CONFIG: misspelt,
    });
    expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining('dailyBugdet') });
    expect(charges()).toBe(0);
    expect((await id()) === undefined).toBe(command === 'start');
    if (command === 'approve')
      expect(
        (await kamikit(['approve', await id(), '--no'], '', [], { KAMIKIT_CONFIG: misspelt })).code,
      ).toBe(3);
  });

  it('takes lines of JSON from standard input', async () => {
    const { kamikit, charges } = await atATerminal(0);
    const line = JSON.stringify({ goods_id: 1, sub_id: 11, quantity: 1, max_total: 30 });
    const { code } = await kamikit(['job', 'start', '-', '--max-total', '60'], `${line}\n${line}\n`);
    expect({ code, charges: charges() }).toEqual({ code: 0, charges: 2 });
  });

  it.each([
    ['en', /lines are wrong\.\n {2}line 3: quantity: expected a whole number above 0\n {2}line 4: 5 cells/],
    ['zh', /以下各行有误。\n {2}第 3 行：quantity 应为大于 0 的整数\n {2}第 4 行：有 5 格/],
  ])('starts nothing where a line is wrong, and names each: %s', async (language, told) => {
    const { kamikit, table, charges } = await atATerminal(0, { KAMIKIT_LANG: language });
    const file = table(`${HEADING}${CARD}1,11,none,30\n1,11,1,30,9\n`);
    const { code, stderr } = await kamikit(['job', 'start', file, '--max-total', '60']);
    expect(stderr).toMatch(told);
    expect({ code, charges: charges() }).toEqual({ code: 2, charges: 0 });
    expect((await kamikit(['job'])).stdout).not.toMatch(/\d\/\d/);
  });

  it('only prices with --dry-run, and says what cannot be bought', async () => {
    const { kamikit, table, charges, settings } = await atATerminal(0);
    const file = table(`${HEADING}${CARD}${CARD}999,1,1,30\n1,11,1,5\n`);
    const { code, stdout } = await kamikit(['job', 'start', file, '--max-total', '60', '--dry-run']);
    expect(stdout).toMatch(
      /^2 of 4 items can be bought now, for 50 yuan in all\.\n {2}item 3: .*\n {2}item 4: .*more than max_total/,
    );
    expect({ code, charges: charges() }).toEqual({ code: 1, charges: 0 });
    expect(await (await ownerOf(settings).ledger()).jobs()).toEqual([]);
  });

  it.each([
    [
      'en',
      /^1 of 3 items .*\n {2}item 1: 5 × “.+” for 67\.5 yuan \(3 in stock, .*\n {2}item 2: enough .*\n {2}item 3: .*/,
    ],
    [
      'zh',
      /^共 3 项，现在买得到 1 项.*\n {2}第 1 项：5 × “.+”，67\.5 元（库存 3，.*\n {2}第 2 项：充足.*\n {2}第 3 项：.*没有授权/,
    ],
  ])(
    'restocks what a mandate covers, and says before what it would buy and why not: %s',
    async (KAMIKIT_LANG, told) => {
      const { kamikit, table, sandbox } = await atATerminal(0, { KAMIKIT_LANG });
      const file = table('sku_id,floor,target,max_price,库存\n11,5,8,13.5,3\n21,5,8,9,5\n12,5,8,40,4\n');
      const start = ['job', 'start', file, '--max-total', '200'];
      await kamikit(['mandate', 'add', '--max-order', '90', '--goods', '11', '--yes']);
      expect(await kamikit([...start, '--dry-run'])).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(told),
      });
      for (let time = 0; time < 2; time += 1) expect((await kamikit(start)).code).toBe(1);
      expect(sandbox.state().supplier.trades).toMatchObject([{ sku_id: 11, quantity: 5 }]);
    },
  );

  it('shows a restock that nobody has counted yet as that, and asks no owner about it', async () => {
    const { kamikit, table } = await atATerminal(0, { KAMIKIT_CONFIRM: 'owner' });
    const file = table('sku_id,floor,target,max_price,stock\n11,5,8,13.5,3\n');
    await kamikit(['job', 'start', file, '--max-total', '200', '--no-wait']);
    expect((await kamikit(['job'])).stdout).toContain('the stock is still to be counted');
    expect((await kamikit(['approve'])).stdout).not.toContain('Job ');
  });

  it('stops at its limit, says why and what to do, and goes on when it is told to', async () => {
    const { kamikit, file, charges } = await atATerminal(4);
    const stopped = await kamikit(['job', 'start', file, '--max-total', '60', '--concurrency', '1']);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(/stopped by itself\nwaiting 2 {2}bought 2\n.*\nwhy: Over budget/);
    expect(stopped.stdout).toContain('What is left needs a job of its own');
    expect(charges()).toBe(2);
    const [, id = ''] = /kamikit job resume (\w+)/.exec(stopped.stdout) ?? [];
    expect((await kamikit(['job', 'resume', id])).stdout).toContain('running');
    expect((await kamikit(['job', 'run', id])).code).toBe(1);
    expect((await kamikit(['job', 'cancel', id])).stdout).toContain('cancelled');
  });

  it('leaves the job to whoever runs next when Ctrl-C is pressed, and loses nothing', async () => {
    const { file, env, kamikit, charges } = await atATerminal(30);
    const child = spawn(
      process.execPath,
      [server, 'job', 'start', file, '--max-total', '900', '--concurrency', '1'],
      {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stderr = '';

    child.stderr.on('data', (part) => {
      stderr += part;
    });
    while (charges() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringContaining('kamikit job run') });
    expect(charges()).toBeLessThan(30);
    expect((await kamikit(['job', 'run'])).stdout).toMatch(/finished\nbought 30$/m);
    expect(charges()).toBe(30);
  });
});

describe('kamikit job, with an owner', () => {
  it('waits as a whole; kamikit approve lists it, and one yes buys all of it', async () => {
    const { kamikit, file, charges } = await atATerminal(3, { KAMIKIT_CONFIRM: 'owner' });
    const asked = await kamikit(['job', 'start', file, '--max-total', '90']);
    expect(asked).toMatchObject({ code: 5, stdout: expect.stringContaining('priced at 75 yuan in all') });
    const [, id = ''] = /kamikit approve (\w+)/.exec(asked.stdout) ?? [];
    expect((await kamikit(['approve'])).stdout).toContain(`Job ${id}`);
    expect(charges()).toBe(0);
    const bought = await kamikit(['approve', id, '--yes']);
    expect(bought).toMatchObject({ code: 0, stdout: expect.stringMatching(/finished\nbought 3$/m) });
    expect(charges()).toBe(3);
  });

  it.each([
    ['y\n', 0, 3],
    ['n\n', 3, 0],
    ['\n', 5, 0],
  ])(
    'asks the person at the terminal that it was started at, and takes %j for what it says',
    async (...of) => {
      const [said, code, charged] = of;
      const { kamikit, file, charges } = await atATerminal(3, { KAMIKIT_CONFIRM: 'owner' });
      const told = await kamikit(['job', 'start', file, '--max-total', '90'], said, AT_A_TERMINAL);
      expect(told.stdout).toMatch(/^Job \w{8}: 3 items\.\n[\s\S]*Start a job of 3 purchases[\s\S]*\[y\/n\]/);
      expect([told.code, charges()]).toEqual([code, charged]);
    },
  );

  it('is asked nothing where a program reads the output', async () => {
    const { kamikit, file, charges } = await atATerminal(3, { KAMIKIT_CONFIRM: 'owner' });
    const start = ['job', 'start', file, '--max-total', '90', '--json'];
    const told = await kamikit(start, 'y\n', AT_A_TERMINAL);
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([5, { state: 'awaiting_approval' }]);
    expect(charges()).toBe(0);
  });

  it.each([
    ['--no', 3],
    ['--yes', 0],
  ])('is decided about by a program with %s, which reads nothing but JSON', async (word, code) => {
    const { kamikit, file } = await atATerminal(1, { KAMIKIT_CONFIRM: 'owner' });
    const start = ['job', 'start', file, '--max-total', '90', '--no-wait', '--json'];
    const { id } = JSON.parse((await kamikit(start)).stdout);
    const asked = await kamikit(['approve', id, '--json'], 'y\n', AT_A_TERMINAL);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    const told = await kamikit(['approve', id, word, '--json']);
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([code, { id }]);
  });

  it('is cancelled by a no', async () => {
    const { kamikit, file, charges } = await atATerminal(3, { KAMIKIT_CONFIRM: 'owner' });
    const { stdout } = await kamikit(['job', 'start', file, '--max-total', '90']);
    const [, id = ''] = /kamikit approve (\w+)/.exec(stdout) ?? [];
    expect((await kamikit(['approve', id, '--no'])).code).toBe(3);
    expect(charges()).toBe(0);
  });

  it('is cancelled by a no that comes before it is priced, though mandates cover all of it', async () => {
    const { kamikit, file, charges } = await atATerminal(3, { KAMIKIT_CONFIRM: 'owner' });
    await kamikit(['mandate', 'add', '--max-order', '50', '--yes']);
    const start = ['job', 'start', file, '--max-total', '90', '--no-wait', '--json'];
    const { id } = JSON.parse((await kamikit(start)).stdout);
    const told = await kamikit(['approve', id, '--no']);
    expect(told).toMatchObject({ code: 3, stdout: expect.stringContaining('Declined') });
    await kamikit(['job', 'run']);
    expect(charges()).toBe(0);
  });

  it('is not worked on by a no, where it runs by then', async () => {
    const { kamikit, file, charges } = await atATerminal(3);
    const start = ['job', 'start', file, '--max-total', '90', '--no-wait', '--json'];
    const { id } = JSON.parse((await kamikit(start)).stdout);
    const told = await kamikit(['approve', id, '--no']);
    expect(told.stdout).not.toContain('Declined');
    expect(told.stderr).toContain('no longer waiting');
    expect(charges()).toBe(0);
  });
});

it('kamikit job export gives every item with its cards, and no cell that a spreadsheet would run', async () => {
  const { kamikit, file } = await atATerminal(2);
  const { stdout } = await kamikit(['job', 'start', file, '--max-total', '90', '--json']);
  const { id } = JSON.parse(stdout);
  const csv = (await kamikit(['job', 'export', id])).stdout;
  expect(csv).toMatch(/^\uFEFFnumber,state,name,.*,cards,request\r\n1,completed,/);
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  const items = JSON.parse((await kamikit(['job', 'export', id, '--format', 'json'])).stdout);
  expect(items).toMatchObject([{ number: 1, state: 'completed', cards: expect.any(String) }, { number: 2 }]);
});
