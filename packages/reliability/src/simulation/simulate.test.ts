import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/simulate.ts', import.meta.url));

// On a processor that nobody else wants a schedule takes 90 ms, one of up to 12 steps 30 ms.
const LONG = { timeout: 240_000 };

/** What `pnpm simulate` says, and its exit code. It takes a process over, so it has one of its own. */
function simulate(...args: string[]): Promise<{ status: number; stdout: string; said: string }> {
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=@kamikit/source', SCRIPT, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, said: stdout + stderr }),
    );
  });
}

// Always the same ones, so that nobody's own change fails by chance: new ones are tried each night.
it.each([
  ['15', '40', '1'],
  ['60', '12', '2'],
])('no promise is broken by %s schedules of up to %s steps, of seed %s', LONG, async (count, steps, seed) => {
  const { status, said } = await simulate('--schedules', count, '--steps', steps, '--seed', seed);
  expect(status, said).toBe(0);
  expect(said).toMatch(/violations +0\n/);
});

it.each(['what may have been sent is not told as never sent', 'what was delivered is kept with its entry'])(
  'a product without "%s" is found out',
  LONG,
  async (name) => {
    const { status, stdout } = await simulate(
      '--without',
      name,
      '--schedules',
      '200',
      '--seed',
      '1',
      '--json',
    );
    expect(status).toBe(1);
    // Which of several promises is broken first is up to the schedules.
    expect(JSON.parse(stdout).failure).toMatchObject({ invariant: expect.any(String) });
  },
);
