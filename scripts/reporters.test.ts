import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs test files under the workspace's configuration, as CI does: into pipes. */
async function runTests(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-reporters-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = `
    import workspace from ${JSON.stringify(join(root, 'vitest.config.ts'))};
    export default { test: { ...workspace.test, projects: undefined, globals: true } };`;
  for (const [name, source] of Object.entries({ ...files, 'vitest.config.mjs': config }))
    writeFileSync(join(folder, name), source);
  const child = spawn(process.execPath, ['scripts/run-tests.mjs', '--root', folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter), CI: 'true' },
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { stdout, stderr, exitCode };
}

it('a green run into a pipe prints its closing line and nothing else', async () => {
  const green = `
    it('talks', () => {
      console.log('chatter');
      process.emitWarning('not stable yet', 'ExperimentalWarning');
    });
    it.skip('waits', () => {});`;
  expect(await runTests({ 'green.test.ts': green })).toEqual({
    stdout: '\n1 passed, 0 failed, 1 skipped\n',
    stderr: '',
    exitCode: 0,
  });
});

it('what is skipped for a reason is told', async () => {
  const skipping = `it('needs bun', ({ skip }) => skip('bun is not installed'));`;
  const { stdout } = await runTests({ 'skipping.test.ts': skipping });
  expect(stdout).toBe('\nSKIPPED needs bun: bun is not installed\n\n0 passed, 0 failed, 1 skipped\n');
});

it('a red run into a pipe shows what failed, where and with what output, without colours', async () => {
  const red = `
    it('holds', () => {});
    it('breaks', () => {
      console.log('a clue');
      expect({ cards: 1 }).toEqual({ cards: 2 });
    });`;
  const { stdout, stderr, exitCode } = await runTests({ 'red.test.ts': red });
  const printed = stdout + stderr;
  for (const part of ['breaks', 'a clue', '-   "cards": 2', '+   "cards": 1', 'red.test.ts:5:'])
    expect(printed).toContain(part);
  expect(printed).not.toContain('\u001b');
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
  expect(exitCode).toBe(1);
});

it.each([
  ['a file that cannot be loaded', `throw new Error('not even loaded');`, '0 passed, 1 failed'],
  [
    'an error that no test waits for',
    `it('ends', () => void Promise.reject(new Error('unheard')));`,
    '1 passed, 1 failed',
  ],
])('%s counts as a failure', async (_, source, closingLine) => {
  const { stdout, exitCode } = await runTests({ 'broken.test.ts': source });
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(closingLine);
  expect(exitCode).toBe(1);
});
