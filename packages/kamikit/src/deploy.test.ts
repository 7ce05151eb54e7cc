import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DCLinter } from 'dclint';
import { describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const deployed = (file: string) => fileURLToPath(new URL(`../../../deploy/${file}`, import.meta.url));
const textOf = (file: string) => readFileSync(deployed(file), 'utf8');

/** Its own types are not where its package says. */
interface Linted {
  messages: { line: number; message: string }[];
}

describe('compose.yaml', () => {
  it('has nothing that the linter finds fault with', () => {
    const rules = { 'require-quotes-in-ports': [1, { quoteType: 'double' }] as const };
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    const files: Linted[] = linter.lintFiles([deployed('compose.yaml')], false);
    const found = files.flatMap(({ messages }) => messages);
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  it('gives each instance longer to end than it takes to', () => {
    expect(textOf('compose.yaml')).toMatch(/stop_grace_period: 90s/);
    expect(textOf('kamikit@.service')).toMatch(/^TimeoutStopSec=90$/m);
  });
});

it('the unit has nothing that systemd finds fault with, and little that it may', async ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const unit = join(folder, 'kamikit@8787.service');
  copyFileSync(deployed('kamikit@.service'), unit);
  const analyze = (...args: string[]) => run('systemd-analyze', args);
  const there = await analyze('--version').catch(() => null);
  if (there === null) process.stderr.write('\nSKIPPED: the unit for systemd, which is not here.\n\n');
  skip(there === null);
  const { stderr } = await analyze('verify', '--recursive-errors=no', unit);
  expect(stderr.split('\n').filter((line) => line.includes('kamikit@'))).toEqual([]);
  const { stdout } = await analyze('security', '--offline=true', '--no-pager', unit);
  expect(Number(/exposure level[^:]*: (\d+\.\d)/i.exec(stdout)?.[1])).toBeLessThan(3);
});

it('every variable of the example is one that is read', async () => {
  const { VARIABLES } = await import('@kamikit/mcp-server');
  const named = [...textOf('kamikit.env.example').matchAll(/^(KAMIKIT_\w+)=/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(VARIABLES).toEqual(expect.arrayContaining(named));
});
