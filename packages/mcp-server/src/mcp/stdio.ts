import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createServer, type ServerParts } from './server.ts';

// A host kills a server a few seconds after closing stdin; what was sent by then should still be recorded.
const SETTLE_WITHIN_MS = 10_000;

/**
 * Serves over stdin and stdout until either of them ends. The SDK's transport notices neither the end of stdin nor a
 * broken stdout, so both are watched here.
 */
export async function serveStdio(parts: ServerParts): Promise<void> {
  const { log } = parts;
  const { server, settled } = await createServer(parts);
  let ending = false;

  async function end(reason: string): Promise<void> {
    if (ending) return;
    ending = true;
    log('debug', 'ending', { reason });
    setTimeout(() => process.exit(0), SETTLE_WITHIN_MS).unref();
    // Nobody will answer a question any more, so whoever is waiting for an answer gives up.
    await server.close();
    await settled();
    process.exit(0);
  }

  process.stdin.once('end', () => end('stdin closed'));
  process.stdin.once('close', () => end('stdin closed'));
  process.stderr.on('error', () => {}); // a host that does not read the log is no reason to abort a purchase
  process.stdout.once('error', (error) => end(`stdout broke: ${error.message}`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end(signal));

  server.onerror = (error) => log('warn', 'protocol error', { reason: error.message });
  await server.connect(new StdioServerTransport());
}
