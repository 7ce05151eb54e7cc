import type { CommandContext } from './command.ts';
import { hostCommand, thisInstallation } from './host-command.ts';

/** What to paste where, to connect Claude Desktop. */
export function connectHelp(environment: CommandContext['environment']): string {
  const start = hostCommand(thisInstallation(environment));
  const block = { mcpServers: { kamikit: { ...start, env: { KAMIKIT_SANDBOX: 'true' } } } };
  return `This is started by a host, such as Claude Desktop. To connect one, run kamikit init: it asks for your keys, keeps them in a
file of yours, and writes what the host needs. To try it with play money first, open claude_desktop_config.json
(Settings > Developer > Edit Config) and add this:

${JSON.stringify(block, null, 2)}

Restart Claude Desktop and say: "What can I buy? Get me a month of 视频会员." kamikit --help shows what else there is.
`;
}
