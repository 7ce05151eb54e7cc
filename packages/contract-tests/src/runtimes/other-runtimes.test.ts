import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSandbox } from '@kamikit/sandbox';
import { sign } from '@kamikit/signing';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const probe = fileURLToPath(new URL('probe.mjs', import.meta.url));

/** How each is started; Bun and Deno are there if the machine has them, or under `pnpm test:runtimes`. */
const RUNTIMES = {
  node: [],
  bun: ['run'],
  deno: ['run', '--quiet', '--allow-all', '--node-modules-dir=manual'],
} as const;

it.for(Object.entries(RUNTIMES))(
  'a purchase on %s goes out once, and what is not known of it is told so',
  async ([runtime, args], { skip }) => {
    if (spawnSync(runtime, ['--version']).error !== undefined) {
      if (process.env.KAMIKIT_ALL_RUNTIMES) throw new Error(`${runtime} is not installed`);
      skip(`${runtime} is not installed; \`pnpm test:runtimes\` fetches it`);
    }
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const refused = `http://127.0.0.1:${await freePort()}`;
    const told = JSON.stringify({ ...sandbox.description, refused });
    const { stdout } = await run(runtime, [...args, probe, told]);
    const unknown = ['outcome_unknown', 'unknown', false];
    expect(JSON.parse(stdout)).toEqual({
      ...{ goods: true, items: true, bought: 1 },
      'answer lost after it was charged': unknown,
      'answer lost before': unknown,
      'no answer in time': unknown,
      'connection refused': ['unreachable', 'not_committed', true],
      'connection refused to a read': ['unreachable', null, false],
      cancelled: ['cancelled', 'not_committed', true],
      sign: sign({ b: '2', a: '中 1' }, 's%FF+1'),
    });
    // Bought once, and charged once more without an answer.
    expect(sandbox.state().storefront.charges).toHaveLength(2);
  },
);

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
