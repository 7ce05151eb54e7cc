/** How a host starts the published package, with play money until its owner says otherwise. */
export const hostEntry = {
  command: 'npx',
  args: ['-y', 'kamikit'],
  env: { KAMIKIT_SANDBOX: 'true' },
} as const;

/** https://cursor.com/docs/context/mcp/install-links: the entry as base64 of its JSON. */
export function cursorLink(): string {
  const config = Buffer.from(JSON.stringify(hostEntry)).toString('base64');
  return `https://cursor.com/en/install-mcp?name=kamikit&config=${encodeURIComponent(config)}`;
}

/** https://code.visualstudio.com/docs/copilot/customization/mcp-servers: a page that opens `vscode:mcp/install`. */
export function vscodeLink(): string {
  const config = encodeURIComponent(JSON.stringify(hostEntry));
  return `https://insiders.vscode.dev/redirect/mcp/install?name=kamikit&config=${config}`;
}
