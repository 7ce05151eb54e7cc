import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { sharedEnvironment } from './host.ts';

/** The owner's page as a process of its own, over the built-in sandbox. */
export interface PageProcess {
  child: ChildProcess;
  /** The one-time link: the first line of its output. */
  link: string;
  /** All that it wrote so far. */
  written: { stdout: string; stderr: string };
  dataDir: string;
  /** What a server with the same ledger is started with. */
  environment: Record<string, string>;
  /** Asks it to end, and waits for that. */
  end(): Promise<number | null>;
}

/** Starts `kamikit ui` from a built server; ends with the test. */
export async function startPage(file: string, given: Record<string, string> = {}): Promise<PageProcess> {
  const home = mkdtempSync(join(tmpdir(), 'kamikit-page-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const dataDir = join(home, 'data');
  const environment = {
    ...{ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: dataDir, XDG_CONFIG_HOME: join(home, 'config') },
    ...given,
  };
  const child = spawn(process.execPath, [file, 'ui', '--no-open'], {
    env: { PATH: process.env.PATH, KAMIKIT_LOG_LEVEL: 'debug', ...sharedEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    const [code] = await exit;
    return typeof code === 'number' ? code : null;
  };
  onTestFinished(async () => void (await end()));
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  const failed = exit.then(() => {
    throw new Error(`the page ended: ${written.stderr}`);
  });
  const [link] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed]);
  return {
    ...{ child, link: String(link), written, dataDir, environment, end },
  };
}
