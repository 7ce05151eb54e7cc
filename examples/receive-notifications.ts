// Receives the supplier's notifications, so that what is delivered by hand hours later gets into the ledger:
//   node receive-notifications.ts --port 8788
// Buy with `createSpender({ ledger, supplier, notifyUrl })`, where notifyUrl is the public address of this receiver.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { SupplierClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { createSpender, deliveredBy } from '@kamikit/spending';
import { supplierSettings } from './settings.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8788' } } });
const { account, ledgerPath, sandbox } = await supplierSettings();
const supplier = new SupplierClient(account);
const ledger = await openLedger({ path: ledgerPath });

// It takes nothing on the word of a notification: the signature is checked, then the shop is asked.
const receive = createSpender({ ledger, supplier }).notificationHandler({
  secret: account.apiKey,
  onForged: () => console.error('A notification with a wrong signature was refused.'),
  onRecorded: (entry) =>
    console.log(
      `${entry.idempotency_key} is ${entry.state}: ${deliveredBy(entry) ?? entry.advice ?? 'no goods'}`,
    ),
});

const limits = { headersTimeout: 10_000, requestTimeout: 30_000 };
const server = createServer(limits, (incoming, outgoing) => {
  if (!isAddressedToUs(incoming)) return void outgoing.writeHead(421, { connection: 'close' }).end();
  answer(incoming, outgoing).catch(() => outgoing.destroy());
});
server.maxConnections = 64;
// Behind a proxy that has TLS and sends this address as `Host`; the supplier must be able to reach that.
server.listen(Number(values.port), '127.0.0.1', async () => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : values.port}/`;
  console.log(`Listening on ${url}`);
  if (sandbox === null) return;
  await playSupplier(sandbox.url, url);
  server.close();
  await Promise.all([supplier.close(), ledger.close()]);
});

/** A website that is open on this machine can send requests here too, but only with its own name as `Host`. */
function isAddressedToUs({ headers: { host }, socket }: IncomingMessage): boolean {
  return ['127.0.0.1', 'localhost'].some((name) => host === `${name}:${socket.localPort}`);
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { origin, 'api-signature': signature } = incoming.headers;
  const request = new Request(new URL(incoming.url ?? '/', 'http://localhost'), {
    method: incoming.method ?? 'GET',
    // What comes from a browser has an origin, and is refused.
    headers: { 'api-signature': String(signature), ...(origin !== undefined && { origin }) },
    ...(incoming.method === 'POST' && { body: Readable.toWeb(incoming), duplex: 'half' }),
  });
  const response = await receive(request);
  outgoing.writeHead(response.status).end(await response.text());
}

/** Buys what a person has to deliver, and lets the sandbox deliver it. */
async function playSupplier(sandboxUrl: string, notifyUrl: string): Promise<void> {
  const wish = { sku_id: 101, quantity: 1, max_total: '20' };
  const buyer = createSpender({ ledger, supplier, notifyUrl });
  const entry = await buyer.trade(wish, { idempotencyKey: 'by-hand' });
  console.log(`by-hand is ${entry.state}: the supplier will notify us`);
  const body = JSON.stringify({
    trade_no: entry.reference,
    status: 1,
    contents: '已为 138****0000 充值一个月',
  });
  await fetch(`${sandboxUrl}/__sandbox/trades`, { method: 'POST', body });
}
