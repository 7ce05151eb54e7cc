import { temporaryFolder } from '../../../test/host.ts';
import { runCommand } from '../run-command.ts';
import { terminal } from './terminal.ts';

/** What `kamikit ...args` says and returns, in a pipe unless told otherwise. */
export async function kamikit(
  args: readonly string[],
  columns?: number,
  language = 'en',
  folder = temporaryFolder(),
) {
  const isTTY = columns !== undefined;
  const [stdout, stderr] = [terminal({ isTTY, ...(isTTY && { columns }) }), terminal({ isTTY: false })];
  const environment = { KAMIKIT_DATA_DIR: folder, XDG_CONFIG_HOME: folder, KAMIKIT_LANG: language };
  const code = await runCommand(args, environment, '1.2.3', { stdout, stderr });
  return { code, out: stdout.text(), err: stderr.text() };
}
