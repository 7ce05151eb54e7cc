import { KamikitError } from '../errors.ts';
import { type TradeNotification, verifyNotification } from './notification.ts';
import { type Trade, type TradeProgress, tradeProgress } from './trade.ts';

export interface NotificationHandlerOptions {
  /** The buyer's own API key. */
  secret: string;
  /** The progress recorded for our order with this number (24 digits); null when we placed no such order. */
  findOrder: (itemTradeNo: string) => Promise<{ progress: TradeProgress } | null>;
  /** Asks the shop for the trade, as `SupplierClient.findTrade` does; null when it does not know it. */
  requery: (itemTradeNo: string) => Promise<Trade | null>;
  /** Records a trade whose progress changed, as the shop confirmed it. If it throws, the shop is told of a failure. */
  onEvent: (trade: Trade) => Promise<void>;
  /**
   * Called for each genuine notification that the shop did not confirm when asked, or that could not be looked up or recorded.
   * It may be true all the same, and not come again: shops send it before they commit. So ask later.
   */
  onUnconfirmed?: (itemTradeNo: string) => Promise<void>;
  /** Larger notifications are refused; 2 MiB by default: 3,000 cards make 173 kB (supplier facts, notification). */
  maxBodyBytes?: number;
  /** Called for each notification whose signature is wrong: it comes from somebody else, or the key is not the shop's. */
  onForged?: () => void;
}

/** A refusal: what the shop is told. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Receives a shop's notifications, as a function from `Request` to `Response`. Nothing is reported on the word of a
 * notification alone, nothing twice, and nothing that takes back a shipped trade. Never throws.
 */
export function createNotificationHandler(
  options: NotificationHandlerOptions,
): (request: Request) => Promise<Response> {
  const oneAtATime = queuePerOrder();
  const readBody = bodyReader(options.maxBodyBytes ?? 2 * 1024 * 1024);

  return async (request) => {
    try {
      const notification = await readNotification(request, readBody, options);
      await oneAtATime(notification.item_trade_no, () => handle(notification, options));
      return answer(200, { code: 200, msg: 'success' });
    } catch (error) {
      if (error instanceof Refused) return answer(error.status, { code: 0, msg: error.message });
      // The fault is ours, so the shop may try again; what went wrong is not for it to read.
      return answer(500, { code: 0, msg: 'the notification could not be recorded' });
    }
  };
}

async function readNotification(
  request: Request,
  readBody: (request: Request) => Promise<Uint8Array>,
  { secret, onForged }: NotificationHandlerOptions,
): Promise<TradeNotification> {
  // No shop sends an `Origin`, and a browser does with every POST. Which `Host` is right only the server around this knows.
  if (request.headers.has('origin')) throw new Refused(403, 'notifications do not come from a browser');
  if (request.method !== 'POST') throw new Refused(405, 'notifications must be sent with POST');
  const body = await readBody(request);
  const notification = verify(body, request.headers.get('api-signature'), secret, onForged);
  // The number in the path is the one we gave to the shop with this very trade.
  const inPath = /\/(\d{24})\/?$/.exec(new URL(request.url).pathname)?.[1];
  if (inPath !== undefined && inPath !== notification.item_trade_no)
    throw new Refused(400, 'it is about a different order from the one in its URL');
  return notification;
}

function verify(
  body: Uint8Array,
  signature: string | null,
  secret: string,
  onForged?: () => void,
): TradeNotification {
  try {
    return verifyNotification({ body, signature, secret });
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    if (error.code !== 'signature_rejected') throw new Refused(400, error.message);
    onForged?.();
    throw new Refused(403, error.message);
  }
}

// Who sends shows only once the body is read, and whoever it is may send many: of larger ones few are read at once.
const SMALL_BYTES = 64 * 1024;
const LARGE_AT_ONCE = 16;

/** Reads bodies, of which few are large at the same time. */
function bodyReader(maxBytes: number): (request: Request) => Promise<Uint8Array> {
  let large = 0;
  return async (request) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let isLarge = false;
    try {
      for await (const chunk of request.body ?? []) {
        size += chunk.length;
        if (size > maxBytes) throw new Refused(413, `it is larger than ${maxBytes} bytes`);
        if (size > SMALL_BYTES && !isLarge) {
          if (large === LARGE_AT_ONCE)
            throw new Refused(503, 'too many large ones at once: send it again later');
          isLarge = true;
          large += 1;
        }
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      if (isLarge) large -= 1;
    }
  };
}

async function handle(notification: TradeNotification, options: NotificationHandlerOptions): Promise<void> {
  const number = notification.item_trade_no;
  try {
    const order = await options.findOrder(number);
    if (order === null) throw new Refused(404, 'there is no such order');
    // Shipped is final, and the same news again is no news (supplier facts, notification).
    if (order.progress === 'shipped' || order.progress === tradeProgress(notification)) return;
    await confirm(notification, order, options);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) await options.onUnconfirmed?.(number);
    throw error;
  }
}

async function confirm(
  notification: TradeNotification,
  order: { progress: TradeProgress },
  options: NotificationHandlerOptions,
): Promise<void> {
  const trade = await options.requery(notification.item_trade_no);
  const confirmed = trade && tradeProgress(trade);
  if (trade !== null && confirmed !== order.progress && confirmed !== 'waiting') await options.onEvent(trade);
  else if (confirmed !== tradeProgress(notification))
    throw new Refused(409, 'the shop did not confirm it when asked');
}

/** Runs the tasks of one order one after another, so that a repetition sees what the first one recorded. */
function queuePerOrder() {
  const last = new Map<string, Promise<void>>();
  return (order: string, task: () => Promise<void>): Promise<void> => {
    const run = (last.get(order) ?? Promise.resolve()).then(task, task);
    last.set(order, run);
    const forget = () => {
      if (last.get(order) === run) last.delete(order);
    };
    run.then(forget, forget);
    return run;
  };
}

function answer(status: number, body: { code: number; msg: string }): Response {
  return Response.json(body, { status, headers: status === 405 ? { allow: 'POST' } : {} });
}
