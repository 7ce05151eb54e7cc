import type { CommandContext } from './command.ts';
import { hostCommand, thisInstallation } from './host-command.ts';

/** What to paste where, to connect Claude Desktop. */
export function connectHelp(environment: CommandContext['environment']): string {
  const start = hostCommand(thisInstallation(environment));
  const block = { mcpServers: { kamikit: { ...start, env: { KAMIKIT_SANDBOX: 'true' } } } };
  return `To connect Claude Desktop, open claude_desktop_config.json (Settings > Developer > Edit Config) and add this:

${JSON.stringify(block, null, 2)}

Restart Claude Desktop and say: "What can I buy? Get me a month of 视频会员." KAMIKIT_SANDBOX means play money. For the
real shop run kamikit init, which asks for keys, keeps them in a file of yours, and writes such a block into the host's.
`;
}
