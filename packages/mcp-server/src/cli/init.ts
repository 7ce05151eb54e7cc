import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { confirmed } from './ask.ts';
import type { CommandContext } from './command.ts';
import { hostCommand } from './connect-help.ts';
import { modeOf, replaceFile } from './replace-file.ts';

/** Where Claude Desktop keeps its configuration on each platform. */
function configFile(environment: CommandContext['environment']): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(homedir(), 'Library', 'Application Support'),
    win32: environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'),
  };
  const folder = folders[process.platform] ?? environment.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  return join(folder, 'Claude', 'claude_desktop_config.json');
}

export function initCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('init')
    .description("adds the server to Claude Desktop's configuration; shows the change first")
    .option('--config <file>', 'the configuration file of another host')
    .option('--yes', 'write without asking')
    .action(async (options) => context.exit(await init(context, options)));
}

/** Adds this server to a host's configuration; shows the change first and asks, unless `--yes` is given. */
export async function init(
  { environment, print }: Pick<CommandContext, 'environment' | 'print'>,
  { config, yes }: { config?: string | undefined; yes?: true | undefined },
): Promise<number> {
  const file = config ?? configFile(environment);
  const settings = Object.entries(environment).filter(
    ([name, value]) => name.startsWith('KAMIKIT_') && value,
  );
  const env = settings.length > 0 ? Object.fromEntries(settings) : { KAMIKIT_SANDBOX: 'true' };
  await modeOf(file); // before anything is asked: what it refuses stays refused
  const before = readConfiguration(file);
  const after = {
    ...before,
    mcpServers: { ...Object(before.mcpServers), kamikit: { ...hostCommand(), env } },
  };
  const shown = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, /_KEY$/.test(name) ? '…' : value]),
  );
  print(`${file}\n\n"kamikit": ${JSON.stringify({ ...hostCommand(), env: shown }, null, 2)}\n\n`);
  if ('kamikit' in Object(before.mcpServers))
    print('This replaces the "kamikit" entry that is already there.\n');
  if (!yes && !(await confirmed('Write this?'))) {
    print('Nothing was changed.\n');
    return 1;
  }
  await mkdir(dirname(file), { recursive: true });
  const backup = await replaceFile(file, `${JSON.stringify(after, null, 2)}\n`);
  if (backup !== null) print(`What was there before is in ${backup}.\n`);
  print('Done. Restart the host to use it.\n');
  return 0;
}

function readConfiguration(file: string): { mcpServers?: unknown } {
  if (!existsSync(file)) return {};
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // reported below
  }
  throw new Error(`${file} is not a JSON object; it was left unchanged.`);
}
