import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';

import { commands } from './testing/commands.ts';
import { kamikit } from './testing/kamikit.ts';
import { widthOf } from './text-width.ts';

const ALL = await commands();

/** What a command asks for before it looks at anything else. */
function wantedBy(words: readonly string[]): string[] {
  return words.join(' ') === 'job start' ? ['--max-total', '1'] : [];
}

it('every command is among those that are walked over', () => {
  expect(ALL.map((words) => words.join(' '))).toEqual([
    ...[
      '',
      'demo',
      'init',
      'doctor',
      'ledger',
      'ledger list',
      'ledger show',
      'ledger export',
      'ledger verify',
    ],
    ...['ledger copy', 'ledger reconcile', 'ledger settle', 'ledger mark'],
    ...['job', 'job start', 'job list', 'job show', 'job run', 'job pause', 'job resume', 'job cancel'],
    ...['job export', 'approve'],
    ...['mandate', 'mandate add', 'mandate list', 'mandate revoke', 'stop'],
    ...[
      'resume',
      'ui',
      'serve',
      'user',
      'user add',
      'user list',
      'user revoke',
      'notify',
      'sandbox',
      'version',
    ],
  ]);
});

it.each(ALL)('kamikit %s %s shows its help, its version and nothing else when asked to', async (...words) => {
  const help = await kamikit([...words, '--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toMatch(new RegExp(`^Usage: ${['kamikit', ...words].join(' ')}( |\\n)`));
  expect(await kamikit([...words, '-h'])).toEqual(help);
  for (const version of ['--version', '-v'])
    expect(await kamikit([...words, version])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

it.each(ALL)('kamikit %s %s refuses an option that it does not know, and does nothing', async (...words) => {
  const { code, out, err } = await kamikit([...words, ...wantedBy(words), '--toString']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const name = ['kamikit', ...words].join(' ');
  expect(err).toContain(`${name}: unknown option '--toString'`);
  expect(err).toContain(`${name} --help`);
});

it.each([
  ['mandate add --goods 1;2 --max-order 5', /--goods/],
  ['mandate add --kinds all --max-order 5', /--kinds/],
  ['mandate add --until 2020-01-01 --max-order 5', /--until/],
  ['mandate add --max-order 0', /--max-order/],
  ['job start - --max-total 5 --concurrency 5', /--concurrency/],
  ['ledger list --page 0', /page/],
  ['serve --public-url http://shop.example', /--public-url/],
  ['serve --port 70000', /--port/],
])('kamikit %s is refused for what it says, and nothing is begun', async (line, option) => {
  const { code, out, err } = await kamikit(line.split(' '));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(option);
});

it('what there is none of is said so', async () => {
  expect(await kamikit(['mandate'])).toMatchObject({ code: 0, out: expect.stringMatching(/mandate/) });
  expect(await kamikit(['notify'])).toMatchObject({ code: 1, err: expect.stringMatching(/supplier/) });
});

it.skipIf(process.platform === 'win32').each([
  [
    'en',
    /^kamikit stop: Others can write [^\n]*\nKAMIKIT_DATA_DIR sets the folder\. Run: (chmod go-w '.*')\n$/,
  ],
  ['zh', /^kamikit stop: [^\n]*\n这个目录由 KAMIKIT_DATA_DIR 设置。 ?请运行：(chmod go-w '.*')\n$/],
])('what to run is told with what went wrong, in %s', async (language, told) => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  const { code, err } = await kamikit(['stop'], undefined, language, folder);
  expect(code).toBe(1);
  const [, command = 'false'] = told.exec(err.slice(err.indexOf('kamikit stop'))) ?? [];
  execFileSync('sh', ['-c', command]);
  expect(await kamikit(['stop'], undefined, language, folder)).toMatchObject({ code: 0 });
});

it.each([
  ['en', 'Nobody was added: a viewer spends nothing, so there is nothing to limit.'],
  ['zh', '没有添加任何人：查看者不能花钱，没有可限制的额度。'],
])('a viewer with limits is not added, which it says in %s', async (language, told) => {
  for (const option of ['--max-order', '--daily-budget']) {
    const viewer = ['user', 'add', 'vera', '--role', 'viewer', option, '10'];
    expect(await kamikit(viewer, undefined, language)).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringContaining(told) },
    });
  }
});

it.skipIf(process.platform === 'win32').each([
  ['en', /others can read the key in it; run: chmod 600.*Others can write .* Run: chmod go-w/s],
  ['zh', /其他用户能读到其中的密钥，请运行：chmod 600.*请运行：chmod go-w/s],
])(
  'doctor tells what the first purchase would refuse, and changes nothing, in %s',
  async (language, told) => {
    const folder = temporaryFolder();
    const config = join(folder, 'kamikit', 'config.json');
    mkdirSync(join(folder, 'kamikit'));
    writeFileSync(config, '{"storefrontApiKey": "two words"}');
    chmodSync(config, 0o644);
    chmodSync(folder, 0o777);
    const { code, out } = await kamikit(['doctor'], undefined, language, folder);
    expect(code).toBe(1);
    expect(out).toMatch(told);
    expect(statSync(config).mode & 0o777).toBe(0o644);
    expect(readdirSync(folder)).toEqual(['kamikit']);
  },
);

/** It takes any number of words: cards. */
const limited = ALL.filter((words) => words.join(' ') !== 'ledger mark');

it.each(limited)('kamikit %s %s refuses words that it does not know, and does nothing', async (...words) => {
  for (const wrong of ['toString', '__proto__', 'constructor']) {
    const { code, out, err } = await kamikit([...words, ...wantedBy(words), wrong, wrong, wrong]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/unknown command|too many arguments/);
  }
});

it.each([
  ['legder', 'ledger'],
  ['ledger lst', 'list'],
  ['ledger list --stat sent', '--state'],
])('kamikit %s: did you mean %s?', async (typed, meant) => {
  const { code, err } = await kamikit(typed.split(' '));
  expect(code).toBe(2);
  expect(err).toContain(`Did you mean ${meant}?`);
});

it.each([
  ['ledger list --state odd', /Allowed choices are awaiting_approval, prepared, sent/],
  ['ledger list --kind toString', /Allowed choices are purchase/],
  ['ledger list --page 0', /1 or more/],
  ['ledger export --format toString', /Allowed choices are csv, json/],
  ['ledger show', /missing required argument/],
  ['ledger show abc', /at least 4 characters/],
  ['ledger settle abcd', /either --delivered or --failed/],
  ['ledger settle abcd --delivered --failed', /cannot be used with/],
  ['ledger mark', /missing required argument/],
  ['ledger mark abc', /at least 4 characters/],
  ['notify --port 65536', /between 0 and 65535/],
  ['sandbox --port 1e3', /between 0 and 65535/],
  ['help toString', /^kamikit: unknown command 'toString'\nRun kamikit --help/],
  ['ledger help nope', /^kamikit ledger: unknown command 'nope'\nRun kamikit ledger --help/],
])('kamikit %s is wrong usage', async (typed, told) => {
  const { code, out, err } = await kamikit(typed.split(' '));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(told);
});

it('kamikit ledger takes the options of its list', async () => {
  expect(await kamikit(['ledger', '--state', 'unknown'])).toMatchObject({
    ...{ code: 0, out: 'The ledger has no such entries.\n' },
  });
});

it('kamikit ledger mark takes no empty card for all of them', async () => {
  const { code, err } = await kamikit(['ledger', 'mark', 'abcd', '']);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('a card cannot be empty') });
});

it.each([
  [50, 'en'],
  [80, 'en'],
  [50, 'zh'],
  [80, 'zh'],
])('help fits a terminal of %d columns (%s)', async (columns, language) => {
  for (const words of ALL)
    for (const line of (await kamikit([...words, '--help'], columns, language)).out.split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
});

it('names no ledger where the configuration is wrong, which may be what says where it is', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'kamikit'));
  writeFileSync(join(folder, 'kamikit', 'config.json'), '{"databaseUrl":"mysql://host/ledger"}', {
    mode: 0o600,
  });
  const { code, err } = await kamikit(['ledger', 'list'], undefined, 'en', folder);
  expect(code).toBe(1);
  expect(err).toContain('Ledger: none is opened before the configuration is corrected\n');
  expect(err).not.toContain('ledger.sqlite');
});

it.each(['--yes', '--no', '--reason=why'])(
  'approve %s without an id decides about nothing',
  async (option) => {
    const { code, out, err } = await kamikit(['approve', option]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^kamikit approve: .*its id is needed\nRun kamikit approve --help/);
  },
);

it('kamikit ledger alone lists', async () => {
  expect(await kamikit(['ledger'])).toMatchObject({ code: 0, out: 'The ledger has no such entries.\n' });
});

it('what was typed controls no terminal', async () => {
  const { err } = await kamikit(['\u001B]0;title\u0007']);
  expect(err).not.toContain('\u001B');
});

it.each([
  ['en', /^kamikit sandbox: Another program listens on 127\.0\.0\.1:\d+\..*--port\.$/],
  ['zh', /^kamikit sandbox: 127\.0\.0\.1:\d+ 已被另一个程序占用：.*--port/],
])('a port that is taken is told of with what to do (%s)', async (language, told) => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = Object(taken.address());
  const { code, err } = await kamikit(['sandbox', '--port', String(port)], undefined, language);
  expect(code).toBe(1);
  expect(err.trim()).toMatch(told);
});
