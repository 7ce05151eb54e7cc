import { realpathSync } from 'node:fs';

/** How a host starts this very file. Under npx, Node itself comes from npx, so the host has to use that version too. */
export function hostCommand(): { command: string; args: string[] } {
  const file = realpathSync(process.argv[1] ?? '');
  return process.execPath.includes('_npx')
    ? { command: 'npx', args: ['-y', '-p', `node@${process.versions.node}`, '--', 'node', file] }
    : { command: process.execPath, args: [file] };
}

/** What to paste where, to connect Claude Desktop. */
export function connectHelp(): string {
  const block = { mcpServers: { kamikit: { ...hostCommand(), env: { KAMIKIT_SANDBOX: 'true' } } } };
  return `To connect Claude Desktop, open claude_desktop_config.json (Settings > Developer > Edit Config) and add this:

${JSON.stringify(block, null, 2)}

Restart Claude Desktop and say: "What can I buy? Get me a month of 视频会员." KAMIKIT_SANDBOX means play money; for
the real shop, replace it with KAMIKIT_STOREFRONT_API_KEY and add a KAMIKIT_DAILY_BUDGET.
`;
}
