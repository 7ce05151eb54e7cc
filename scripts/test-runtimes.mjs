// Tests the libraries on Bun and Deno too. Together they are 190 MB, so only this command fetches them, in versions that
// have been public for longer than pnpm-workspace.yaml asks.
import { spawnSync } from 'node:child_process';

const RUNTIMES = ['bun@1.4.4', 'deno@2.9.6'];
const command = 'node scripts/with-toolchain.mjs build runtimes:run';

const { status } = spawnSync(
  'npx',
  ['-y', '--loglevel=error', ...RUNTIMES.flatMap((name) => ['-p', name]), '-c', command],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, KAMIKIT_ALL_RUNTIMES: '1' },
  },
);
process.exit(status ?? 1);
