import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/simulate.ts', import.meta.url));

/** What `pnpm simulate` prints, and its exit code. It takes a process over, so it has one of its own. */
function simulate(...args: string[]): Promise<{ status: number; said: string }> {
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=@kamikit/source', SCRIPT, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

it('no promise is broken by any of the schedules of a seed', { timeout: 240_000 }, async () => {
  const { status, said } = await simulate('--schedules', '25', '--seed', '1');
  expect(status, said).toBe(0);
  expect(said).toMatch(/violations +0\n/);
});
