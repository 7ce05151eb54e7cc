import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from './host.ts';
import { postgresForTests } from './postgres-for-tests.ts';

const server = bundleForTests();

const database = postgresForTests('kamikit serve');

it('ends where its port is taken, the work that it shares too, and says what to do', async ({ skip }) => {
  skip(database() === null);
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = Object(taken.address());
  const { environment } = await startTestSandbox();
  const own = { KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_DATABASE_URL: String(database()?.url) };
  const env = { ...environment, ...own, KAMIKIT_LANG: 'en', NO_COLOR: '1' };
  const child = spawn(process.execPath, [server, 'serve', '--port', `${port}`], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [ended, stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  expect(ended).toEqual([1, null]);
  expect(stderr).toContain(
    `kamikit serve: Another program listens on 127.0.0.1:${port}. End that one, or take another port with --port.`,
  );
});
