import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';

import { runCommand } from './run-command.ts';
import { commands } from './testing/commands.ts';
import { terminal } from './testing/terminal.ts';
import { widthOf } from './text-width.ts';

/** What `kamikit ...args` says and returns, in a pipe unless told otherwise. */
async function kamikit(args: readonly string[], columns?: number) {
  const isTTY = columns !== undefined;
  const [stdout, stderr] = [terminal({ isTTY, ...(isTTY && { columns }) }), terminal({ isTTY: false })];
  const folder = temporaryFolder();
  const environment = { KAMIKIT_DATA_DIR: folder, XDG_CONFIG_HOME: folder };
  const code = await runCommand(args, environment, '1.2.3', { stdout, stderr });
  return { code, out: stdout.text(), err: stderr.text() };
}

const ALL = commands();

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
    ...['ledger reconcile', 'ledger settle', 'ledger mark', 'resume', 'notify', 'sandbox', 'version'],
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
  const { code, out, err } = await kamikit([...words, '--toString']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const name = ['kamikit', ...words].join(' ');
  expect(err).toContain(`${name}: unknown option '--toString'`);
  expect(err).toContain(`${name} --help`);
});

/** It takes any number of words: cards. */
const limited = ALL.filter((words) => words.join(' ') !== 'ledger mark');

it.each(limited)('kamikit %s %s refuses words that it does not know, and does nothing', async (...words) => {
  for (const wrong of ['toString', '__proto__', 'constructor']) {
    const { code, out, err } = await kamikit([...words, wrong, wrong, wrong]);
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
  ['ledger list --state odd', /Allowed choices are prepared, sent/],
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
  ['help toString', /^Usage: kamikit/],
])('kamikit %s is wrong usage', async (typed, told) => {
  const { code, out, err } = await kamikit(typed.split(' '));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(told);
});

it('kamikit ledger mark takes no empty card for all of them', async () => {
  const { code, err } = await kamikit(['ledger', 'mark', 'abcd', '']);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('a card cannot be empty') });
});

it.each([50, 80])('help fits a terminal of %d columns', async (columns) => {
  for (const words of ALL)
    for (const line of (await kamikit([...words, '--help'], columns)).out.split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
});

it('kamikit ledger alone lists', async () => {
  expect(await kamikit(['ledger'])).toMatchObject({ code: 0, out: 'The ledger has no such entries.\n' });
});

it('what was typed controls no terminal', async () => {
  const { err } = await kamikit(['\u001B]0;title\u0007']);
  expect(err).not.toContain('\u001B');
});
