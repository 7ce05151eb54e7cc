import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import { temporaryFolder } from './run-program.ts';

const run = promisify(execFile);

/** What is built serves with play money, and the token of a buyer or an owner, as the documents say; ends with the test. */
export async function serving(
  built: string,
  test: Pick<TestContext, 'onTestFinished'>,
  role: 'buyer' | 'owner' = 'buyer',
): Promise<{ url: URL; token: string }> {
  const env = { HOME: temporaryFolder(test), KAMIKIT_SANDBOX: 'true', KAMIKIT_LOG_LEVEL: 'silent' };
  const add = [built, 'user', 'add', 'alice', '--role', role, '--daily-budget', '100'];
  const { stdout } = await run(process.execPath, add, { env });
  const server = spawn(process.execPath, [built, 'serve', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  test.onTestFinished(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  return { url: new URL(JSON.parse(line).url), token: stdout.trim() };
}
