import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createNotificationHandler, KamikitError } from '@kamikit/core';
import type { Services } from './services.ts';
import { recordedProgress, settleTradeEntry } from './supplier-trade.ts';

/** The handler that brings a supplier's notifications into the ledger, whatever serves it. */
export function ledgerNotificationHandler(services: Services): (request: Request) => Promise<Response> {
  const { supplier } = services.config;
  if (supplier === null) {
    throw new KamikitError('No supplier is configured: set KAMIKIT_SUPPLIER_URL and its key.', {
      code: 'config_invalid',
    });
  }
  const find = async (tradeNo: string) =>
    (await services.ledger()).findByReference('supplier_trade', tradeNo);
  return createNotificationHandler({
    secret: supplier.apiKey,
    async findOrder(tradeNo) {
      const entry = await find(tradeNo);
      return entry && { progress: recordedProgress(entry.state) };
    },
    requery: async (tradeNo) => (await services.supplier()).findTrade(tradeNo),
    async onEvent(trade) {
      const entry = trade.item_trade_no === null ? null : await find(trade.item_trade_no);
      if (entry === null) throw new TypeError('a trade that the ledger does not hold');
      await (await services.ledger()).settle(entry.id, settleTradeEntry(trade));
      services.log('info', 'notification recorded', { entry: entry.id, status: trade.status });
    },
  });
}

/** Serves a fetch-style handler over Node's http. `close` ends it at once. */
export async function serveHandler(
  handler: (request: Request) => Promise<Response>,
  port: number,
  host: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const request = new Request(new URL(incoming.url ?? '/', 'http://localhost'), {
    method: incoming.method ?? 'GET',
    headers,
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
  });
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
