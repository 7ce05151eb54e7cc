// A small service for tills and games: POST /check says what is left on a card, POST /use uses it once. The card is the
// body. /use wants an Idempotency-Key: sent again with the same key, a request uses nothing and gets the same answer.
//   node check-and-use-cards.ts --port 8787
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { CardsClient, type ErrorCode, KamikitError } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { createSpender } from '@kamikit/spending';
import { cardsSettings } from './settings.ts';

// What is not listed is the card service's trouble: 502.
const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid_request: 400,
  not_found: 404,
  duplicate_in_progress: 409,
  card_expired: 410,
  card_exhausted: 410,
  key_conflict: 422,
  rate_limited: 429,
};

const { values } = parseArgs({ options: { port: { type: 'string', default: '8787' } } });
const { account, ledgerPath, sandbox } = await cardsSettings();
const cards = new CardsClient(account);
const ledger = await openLedger({ path: ledgerPath });
const spender = createSpender({ ledger, cards });

const server = createServer(async (request, response) => {
  if (!isAddressedToUs(request)) return void response.writeHead(403).end();
  const { status, body } = await answer(request).then((body) => ({ status: 200, body }), failure);
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});
// For this machine only: put your own authentication in front of it, and have it send this address as `Host`.
server.listen(Number(values.port), '127.0.0.1', async () => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : values.port}`;
  console.log(`Listening on ${url}`);
  if (sandbox === null) return;
  const { codes } = await cards.generate({ card_type: 'count', uses: 2 });
  console.log(`Try: curl -d ${codes[0]} ${url}/check`);
  console.log(`     curl -d ${codes[0]} -H 'Idempotency-Key: first' ${url}/use`);
});

/** A website that is open on this machine can send requests here too, but only with its own name as `Host` or `Origin`. */
function isAddressedToUs({ headers: { host, origin }, socket }: IncomingMessage): boolean {
  const own = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`);
  return own.includes(host ?? '') && (origin === undefined || origin === `http://${host}`);
}

async function answer(request: IncomingMessage): Promise<object> {
  // The card comes in the body: addresses end up in logs, and a card is as good as money.
  const code = Number(request.headers['content-length']) <= 200 ? (await text(request)).trim() : '';
  const key = request.headers['idempotency-key'];
  if (request.method === 'POST' && request.url === '/check') return cards.verify(code);
  if (request.method === 'POST' && request.url === '/use' && typeof key === 'string' && key !== '')
    return use(code, key);
  throw new KamikitError('Post to /check, or to /use with an Idempotency-Key.', { code: 'invalid_request' });
}

async function use(code: string, idempotencyKey: string): Promise<object> {
  try {
    const { state, result } = await spender.use({ code }, { idempotencyKey });
    return { state, result };
  } catch (error) {
    if (!(error instanceof KamikitError) || error.outcome !== 'unknown') throw error;
    // The answer got lost: the card before and after tells whether it was used.
    const entry = await ledger.find('use_card', idempotencyKey);
    const found = entry && (await spender.reconcile(entry.id));
    if (found?.state !== 'completed') throw error;
    return { state: found.state, result: found.result };
  }
}

function failure(error: unknown): { status: number; body: object } {
  if (!(error instanceof KamikitError)) return { status: 500, body: { code: 'internal' } };
  const { code, message, outcome, hint } = error;
  return { status: STATUS[code] ?? 502, body: { code, message, outcome, hint } };
}
