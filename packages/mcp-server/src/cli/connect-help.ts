import type { CommandContext } from './command.ts';
import { hostCommand, thisInstallation } from './host-command.ts';

/** What to paste where, to connect Claude Desktop. */
export function connectHelp({ environment, say }: Pick<CommandContext, 'environment' | 'say'>): string {
  const start = hostCommand(thisInstallation(environment));
  const block = { mcpServers: { kamikit: { ...start, env: { KAMIKIT_SANDBOX: 'true' } } } };
  return say.setup.connect({ block: JSON.stringify(block, null, 2) });
}
