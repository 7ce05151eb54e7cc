import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { copyPrograms } from './programs.ts';

/** A server of one's own on the loopback address. Its superuser is `owner`, with the password `secret`. */
export interface ScratchPostgres {
  url: string;
  /** Ends it as a power cut would, and starts it on what is on the disk. */
  crash(): Promise<void>;
  /** Ends it in order, sessions included, and starts it again. */
  restart(): Promise<void>;
  /** Ends it in order. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Ends it, and nothing of it is left. */
  remove(): Promise<void>;
}

// Whoever runs the tests; the server refuses to run as root.
const NOBODY = { uid: 65_534, gid: 65_534 };
const runsAs: Partial<typeof NOBODY> = process.getuid?.() === 0 ? NOBODY : {};

/**
 * Makes and starts a server, in about two seconds.
 * @param isDurable whether commits survive a crash, as they do by default on any server; what tests need it seldom.
 * @throws where PostgreSQL does not run on this kind of machine.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<ScratchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-postgres-'));
  chmodSync(folder, 0o755);
  let server: ChildProcess | undefined;
  const forget = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const abandon = () => {
    server?.kill('SIGQUIT');
    forget();
  };
  process.once('exit', abandon);
  const data = join(folder, 'data');
  const port = await freePort();

  async function start(): Promise<void> {
    const programs = join(folder, 'programs', 'bin', 'postgres');
    server = spawn(programs, ['-D', data, '-p', `${port}`, '-k', ''], {
      ...runsAs,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    await untilReady(server);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'close');
    server.kill(signal);
    await ended;
  }

  try {
    const { initdb } = copyPrograms(join(folder, 'programs'));
    mkdirSync(data, { mode: 0o700 });
    if (runsAs === NOBODY) chownSync(data, NOBODY.uid, NOBODY.gid);
    const password = join(folder, 'password');
    writeFileSync(password, 'secret\n');
    const asked = ['-D', data, '-U', 'owner', '-A', 'scram-sha-256', '--pwfile', password];
    // Thousands of rounds for each connection would take longer than most tests.
    asked.push('--no-sync', '-c', 'scram_iterations=1');
    // A language's own order, as most servers have it: what relies on the order of bytes has to say so.
    execFileSync(initdb, [...asked, '--locale-provider=icu', '--icu-locale=en', '--locale=C', '-E', 'UTF8'], {
      ...runsAs,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    writeFileSync(join(data, 'postgresql.auto.conf'), settings(isDurable));
    await start();
  } catch (error) {
    await end('SIGKILL');
    forget();
    throw error;
  }
  return {
    url: `postgres://owner:secret@127.0.0.1:${port}/postgres`,
    start,
    halt: () => end('SIGINT'),
    async restart() {
      await end('SIGINT');
      await start();
    },
    async crash() {
      await end('SIGQUIT');
      await start();
    },
    async remove() {
      await end('SIGQUIT');
      process.off('exit', abandon);
      forget();
    },
  };
}

function settings(isDurable: boolean): string {
  const lines = [
    "listen_addresses = '127.0.0.1'",
    // Files of tests share processes, and their connections last for a minute after the last question.
    ...['max_connections = 600', 'shared_buffers = 32MB', 'jit = off'],
    ...['max_wal_size = 256MB', 'wal_level = minimal', 'max_wal_senders = 0'],
    // Without statistics of what tables hold, whatever is asked goes by any index: as on a server that has run for a while.
    ...(isDurable
      ? ['autovacuum_naptime = 5s']
      : ['autovacuum = off', 'fsync = off', 'full_page_writes = off']),
  ];
  return `${lines.join('\n')}\n`;
}

async function untilReady(server: ChildProcess): Promise<void> {
  const { stderr } = server;
  if (stderr === null) throw new TypeError('its messages are read');
  const said: string[] = [];
  const lines = createInterface({ input: stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes('database system is ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`PostgreSQL did not start: ${said.join('; ')}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('not an address with a port');
  return address.port;
}
