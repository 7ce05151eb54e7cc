import { execFile, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** Where it runs, and what it takes for the folder of temporary files. */
  cwd: string;
  environment?: Readonly<Record<string, string>>;
}

// A whole clone with its libraries is a hundred thousand files.
const LONGEST_CLEANING_MS = 600_000;

/** Gone after the test. */
export function temporaryFolder({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-documents-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }), LONGEST_CLEANING_MS);
  return folder;
}

// Node 22 says of its type stripping that it is experimental.
const QUIETLY = '--disable-warning=ExperimentalWarning';

/** Runs Node until it ends, in an environment of its own. Any exit code is an answer. */
export function runNode(args: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((ended) =>
    execFile(process.execPath, [QUIETLY, ...args], surroundings(options), (error, stdout, stderr) =>
      ended({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    ),
  );
}

/** Runs a program, by its path below the root, on the packages' sources, its waits cut short. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  return runNode([...onSources(program), ...args], options);
}

/**
 * Starts a program that listens, likewise; `lines` are what it prints after its address, `warned` what it has written to
 * standard error, which is shown when the test fails. Ends with the test.
 */
export async function startProgram(
  program: string,
  options: RunOptions,
  { onTestFinished, onTestFailed }: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<{ url: string; lines: AsyncIterator<string>; warned(): string }> {
  const child = spawn(process.execPath, [QUIETLY, ...onSources(program), '--port', '0'], {
    ...surroundings(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let warnings = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    warnings += text;
  });
  onTestFailed(() => void process.stderr.write(warnings));
  onTestFinished(async () => {
    const ended = new Promise((closed) => child.once('close', closed));
    child.kill();
    await ended;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const url = /^Listening on (\S+)$/.exec(String(value))?.[1];
  if (url === undefined) throw new Error(`${program} printed ${value} instead of its address`);
  return { url, lines, warned: () => warnings };
}

function onSources(program: string): string[] {
  return [
    '--conditions=@kamikit/source',
    `--import=${new URL('./hurry.ts', import.meta.url).href}`,
    resolve(ROOT, program),
  ];
}

// Halves what it takes to start a program; Node looks at the contents before it takes anything from there.
const COMPILED = join(ROOT, 'node_modules/.cache/documents');

function surroundings({ cwd, environment }: RunOptions): { cwd: string; env: Record<string, string> } {
  return { cwd, env: { HOME: cwd, TMPDIR: cwd, NODE_COMPILE_CACHE: COMPILED, ...environment } };
}
