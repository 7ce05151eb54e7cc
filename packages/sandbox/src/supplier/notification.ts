import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sign } from '@kamikit/signing';
import { API_KEY, type SentNotification, type Site, type Status, type Trade } from './site.ts';
import { tradeView } from './trade-view.ts';

const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface NotifyOptions {
  /** A status other than the trade's own: an older one that arrives late. */
  status?: Status | undefined;
  /** `signature`: not signed with the buyer's key; `foreign_order`: signed, but about another order. */
  forge?: 'signature' | 'foreign_order' | undefined;
}

/** Posts a trade's state to its `async_url`, signed with the buyer's key over the posted fields. */
export async function notify(
  site: Site,
  trade: Trade,
  { status, forge }: NotifyOptions = {},
): Promise<SentNotification> {
  const view = tradeView({ ...trade, status: status ?? trade.status }, true);
  const fields = Object.fromEntries(Object.entries(view).map(([name, value]) => [name, String(value)]));
  if (forge === 'foreign_order')
    fields.item_trade_no = trade.item_trade_no.replace(/.$/, (digit) => (digit === '7' ? '8' : '7'));
  const signature = sign(fields, forge === 'signature' ? 'forged' : API_KEY);
  const sent: SentNotification = {
    ...{ trade_no: trade.item_trade_no, status: Number(fields.status), url: trade.asyncUrl ?? '' },
    answered: await post(trade.asyncUrl ?? '', fields, signature),
  };
  site.notifications.push(sent);
  return sent;
}

async function post(url: string, fields: Record<string, string>, signature: string): Promise<string> {
  if (!URL.canParse(url) || !LOOPBACK.test(new URL(url).hostname))
    return 'not sent: the sandbox only notifies this machine';
  try {
    const response = await send(url, new URLSearchParams(fields).toString(), signature);
    return `${response.statusCode} ${await text(response)}`;
  } catch (error) {
    return `no answer: ${error}`;
  }
}

/** Not `fetch`: that follows redirects, which may lead elsewhere, and keeps the process alive until the answer. */
function send(url: string, body: string, signature: string): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'api-signature': signature };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers, agent: false, signal })
      .on('socket', (socket) => socket.unref())
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
}
