import { execFile } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { VARIABLES } from '@kamikit/mcp-server';
import { bundleForTests } from '@kamikit/mcp-server/test';
import { describe, expect, it, type TestContext } from 'vitest';
import { z } from 'zod';
import { record } from '../recorder/record.ts';
import { openStage } from '../sandbox/stage.ts';
import { codeBlocks, LIBRARIES } from './code-blocks.ts';
import { commandsIn, type ShownCommand, shownCommands, wordsOf } from './commands.ts';
import { addedByClaude } from './host-blocks.ts';
import { ROOT, runNode, runProgram, startProgram, temporaryFolder } from './run-program.ts';
import { serving } from './serving.ts';
import { shellFaults } from './shell-lines.ts';

const run = promisify(execFile);
const atRoot = (file: string) => readFileSync(join(ROOT, file), 'utf8');

type Meet = (command: ShownCommand, test: TestContext) => Promise<void> | void;

interface Way {
  what: RegExp;
  /** Why it cannot be run here, or what runs it; its check then looks at what can be looked at. */
  instead?: string;
  meet: Meet;
}

/** Runs an example as it is shown, on the sources; one that listens is waited for. Asked for keys, it gets a sandbox's. */
const runExample: Meet = async ({ command, secrets }, test) => {
  const [program = '', ...args] = wordsOf(command)
    .slice(1)
    .filter((word) => !word.startsWith('--conditions='));
  const { environment: all, sandbox } = await openStage();
  const environment = Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      secrets.some((secret) => name.split('_')[1] === secret.split('_')[1]),
    ),
  );
  const options = { cwd: temporaryFolder(test), environment };
  if (args.includes('--port')) {
    expect((await startProgram(program, options, test)).url).toMatch(/^http:/);
    return;
  }
  const { code, stderr } = await runProgram(program, args, options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(sandbox.state().storefront.charges.length).toBe(secrets.length);
};

/** Records as shown, from a sandbox and into a folder of its own. */
const runRecord: Meet = async ({ command }, test) => {
  const { environment, clients } = await openStage();
  const { codes } = await clients.cards.generate({ card_type: 'count', uses: 1 });
  const args = wordsOf(command)
    .slice(2)
    .map((word) => word.replace('"..."', JSON.stringify(codes[0])));
  const printed: string[] = [];
  const [out, data] = [temporaryFolder(test), temporaryFolder(test)];
  const settings = { ...environment, KAMIKIT_DATA_DIR: data };
  expect(
    await record([...args, '--out', out], settings, (line) => printed.push(line)),
    printed.join('\n'),
  ).toBe(0);
  expect(printed.join('\n')).toMatch(/: a success/);
};

const built = bundleForTests();

/** As its owner types it, on a ledger of play money in which nothing waits yet. */
const runKamikit: Meet = async ({ command }, test) => {
  const home = temporaryFolder(test);
  const settings = { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: home, XDG_CONFIG_HOME: home, LANG: 'C' };
  const options = { cwd: home, environment: settings };
  // Nobody is at a terminal here to be asked.
  const words = [...wordsOf(command).slice(1), ...(command.includes(' mandate add ') ? ['--yes'] : [])];
  const { code, stdout } = await runNode([built, ...words], options);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\w.*\n/) });
  const verified = await runNode([built, 'ledger', 'verify'], options);
  expect(verified.code, verified.stdout).toBe(0);
};

/** The list as it is shown; the sandbox sells little of it, and each line is told of. */
const runRestock: Meet = async ({ command }, test) => {
  const home = temporaryFolder(test);
  const [list] = codeBlocks('docs/restocking.md').filter(({ language }) => language === 'csv');
  writeFileSync(join(home, 'restock.csv'), list?.code ?? '');
  const settings = { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: home, XDG_CONFIG_HOME: home, LANG: 'C' };
  const shown = command.replace(/^[\d*\s]+/, '').replace(/\$\(.*?\)/, 'today');
  const words = wordsOf(shown)
    .slice(1)
    .map((word) => word.replace(/^\/srv\/shop\//, ''));
  const { stdout } = await runNode([built, ...words], { cwd: home, environment: settings });
  for (const number of [1, 2, 3, 4]) expect(stdout).toMatch(new RegExp(`^  item ${number}[:,] `, 'm'));
};

/** The same request to what is served here, with the token of an owner. */
const askForPage: Meet = async ({ command }, test) => {
  const [, option, method = '', , header = '', shown = ''] = wordsOf(command);
  expect(option).toBe('--request');
  const { url, token } = await serving(built, test, 'owner');
  const [name = '', value = ''] = header.replace('TOKEN', token).split(': ');
  const answer = await fetch(new URL(new URL(shown).pathname, url), { method, headers: { [name]: value } });
  const { link } = z.object({ link: z.url() }).parse(await answer.json());
  expect((await fetch(link)).status).toBe(200);
};

const scriptExists: Meet = ({ command }) => expect(shellFaults(command)).toEqual([]);

const WAYS: readonly Way[] = [
  { what: /^node (--conditions=\S+ )?examples\/\S+\.ts/, meet: runExample },
  { what: /^pnpm record /, meet: runRecord },
  {
    what: /^pnpm --filter @kamikit\/mcp-server purchase-path$/,
    async meet({ command }) {
      const [pnpm = '', ...args] = wordsOf(command);
      const { stdout } = await run(pnpm, args, { cwd: ROOT, shell: process.platform === 'win32' });
      expect(stdout).toMatch(/^in all: \d+ files, \d+ functions$/m);
    },
  },
  { what: /^kamikit (approve|mandate|stop|user)\b/, meet: runKamikit },
  { what: /^(0 9 \* \* \* +)?kamikit job start \S*restock\.csv /, meet: runRestock },
  { what: /^curl .*\/page-link$/, meet: askForPage },
  {
    what: /^kamikit serve\b/,
    instead: 'goes on until it is told to end; serve-command.test.ts and every-command.test.ts run it',
    meet: ({ command }) =>
      expect(command).toMatch(
        /^kamikit serve( --port \d+)?( --restock restock\.csv --restock-at "[\d* ]+" --restock-max-total \d+)?$/,
      ),
  },
  {
    what: /^claude mcp add /,
    instead: 'needs Claude Code; host-blocks.test.ts starts what it adds',
    meet: ({ command }) => expect(addedByClaude(command)).not.toBeNull(),
  },
  {
    what: /^npm install @kamikit\//,
    instead: 'the packages are published first; packed.test.ts installs their tarballs',
    meet({ command }) {
      const names = wordsOf(command)
        .slice(2)
        .map((name) => name.replace('@kamikit/', ''));
      expect(LIBRARIES).toEqual(expect.arrayContaining(names));
    },
  },
  {
    what: /^(git clone <.+> kamikit|cd kamikit)$/,
    instead: 'brings what this test is a part of; first-purchase.test.ts runs it',
    meet() {},
  },
  {
    what: /^npm start$/,
    instead: 'installs everything anew; first-purchase.test.ts runs what it ends in',
    meet: scriptExists,
  },
  {
    what: /^pnpm (--filter @kamikit\/mcp-server (build|generate)|bench start call)$/,
    instead:
      'writes where other tests read, or takes minutes; bundleForTests and tool-list.test.ts do the same apart',
    meet: scriptExists,
  },
  {
    what: /^pnpm mutation\b/,
    instead: 'takes up to an hour',
    meet: scriptExists,
  },
  {
    what: /^\/plugin (marketplace add <.+>|install .+)$/,
    instead: 'needs Claude Code; what it reads is looked at here',
    meet({ command }) {
      const { name, plugins } = z
        .object({ name: z.string(), plugins: z.array(z.object({ name: z.string() })) })
        .parse(JSON.parse(atRoot('.claude-plugin/marketplace.json')));
      const offered = plugins.map((plugin) => `/plugin install ${plugin.name}@${name}`);
      if (command.includes(' install ')) expect(offered).toContain(command);
    },
  },
  {
    what: /^docker (build|run) /,
    instead: 'needs Docker; dockerfile.test.ts looks at what is built',
    meet({ command }) {
      const words = wordsOf(command);
      const after = (option: string) => words.flatMap((word, at) => (words[at - 1] === option ? [word] : []));
      for (const setting of after('-e')) expect(VARIABLES).toContain(setting.split('=')[0]);
      for (const volume of after('-v'))
        expect(atRoot('Dockerfile')).toContain(`VOLUME ["${volume.split(':')[1]}"]`);
      expect([...after('-t'), words.at(-1)]).toContain('kamikit');
    },
  },
];

const commands = shownCommands();
const waysOf = ({ command }: ShownCommand) => WAYS.filter(({ what }) => what.test(command));

it.each(commands)('somebody runs it, or says why not: $command', (command) => {
  expect(waysOf(command), `${command.at.join(', ')}: nothing in this file runs it`).toHaveLength(1);
});

it('the tests that are named as running it are there', () => {
  const named = WAYS.flatMap(({ instead = '' }) => instead.match(/\S+\.test\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(4);
  expect(
    named.filter((file) => globSync(`packages/*/{src,test}/**/${file}`, { cwd: ROOT }).length !== 1),
  ).toEqual([]);
});

it('nobody says how to run what no document shows', () => {
  const idle = WAYS.filter(({ what }) => !commands.some(({ command }) => what.test(command)));
  expect(idle.map(({ what }) => what)).toEqual([]);
});

describe.each([
  ['is run', WAYS.filter(({ instead }) => instead === undefined)],
  ['is looked at', WAYS.filter(({ instead }) => instead !== undefined)],
])('what documents show %s', (_, ways) => {
  const met = commands.flatMap((command) =>
    ways
      .filter(({ what }) => what.test(command.command))
      .map(({ meet, instead = '' }) => ({ ...command, meet, instead })),
  );
  it.for(met)('$command', { timeout: 60_000 }, async (command, test) => {
    await command.meet(command, test);
  });
});

it('commands are found behind variables, comments and each other', () => {
  expect(commandsIn('export KEY=...\nA_KEY=... go --in "a b" # why\n# no\ncd x && run')).toEqual([
    { command: 'go --in "a b"', secrets: ['KEY', 'A_KEY'] },
    { command: 'cd x', secrets: ['KEY'] },
    { command: 'run', secrets: ['KEY'] },
  ]);
  expect(wordsOf(`go --in "a b" '{"c":1}'`)).toEqual(['go', '--in', 'a b', '{"c":1}']);
});
