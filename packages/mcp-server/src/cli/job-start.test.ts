import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { runCommand } from './run-command.ts';
import { terminal } from './testing/terminal.ts';

/** `kamikit job start`, with the lines of a table. */
async function jobStart(lines: readonly string[], ...options: string[]) {
  const { sandbox, environment } = await startTestSandbox();
  const folder = temporaryFolder();
  const file = join(folder, 'items.csv');
  writeFileSync(file, ['goods_id,sub_id,quantity,max_total', ...lines].join('\n'));
  const [stdout, stderr] = [terminal({ isTTY: false }), terminal({ isTTY: false })];
  const settings = { ...environment, KAMIKIT_DATA_DIR: folder, KAMIKIT_LANG: 'en' };
  const argv = ['job', 'start', file, '--max-total', '500', ...options];
  const code = await runCommand(argv, settings, '0.0.0', { stdout, stderr });
  const charges = sandbox.state().storefront.charges.length;
  return { code, out: stdout.text(), err: stderr.text(), charges };
}

it('says as JSON what a job would cost, item by item, and buys nothing', async () => {
  const lines = ['1,11,1,30', '999,1,1,30', '1,11,2,60'];
  const { code, out, charges } = await jobStart(lines, '--dry-run', '--json');
  expect({ code, charges }).toEqual({ code: 1, charges: 0 });
  expect(JSON.parse(out)).toEqual({
    ...{ items: 3, total: '75', enough: [] },
    quotes: [
      expect.objectContaining({ number: 1, quantity: 1, total: '25', name: expect.any(String) }),
      expect.objectContaining({ number: 3, quantity: 2, total: '50' }),
    ],
    refused: [{ number: 2, code: 'not_found', message: expect.any(String) }],
  });
});

it('says that a job would cost more than it may', async () => {
  const { code, out, err, charges } = await jobStart(['2,21,30,700'], '--dry-run');
  expect(err).toContain('684 yuan are more than --max-total 500');
  expect({ code, out, charges }).toMatchObject({ code: 1, out: expect.stringContaining('684'), charges: 0 });
});

it.each([
  ['none', 0, /no items/],
  ['too many', 5001, /5001 items.*5000/],
])('starts nothing with a table that has %s', async (_, count, told) => {
  const { code, out, err, charges } = await jobStart(Array(count).fill('1,11,1,30'));
  expect({ code, out, charges }).toEqual({ code: 2, out: '', charges: 0 });
  expect(err).toMatch(told);
});
