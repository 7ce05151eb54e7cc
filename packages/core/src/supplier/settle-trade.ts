import { KamikitError } from '../errors.ts';
import { namesCheckOfTrade } from '../refusal.ts';
import type { Timing } from '../timing.ts';
import type { Trade } from './trade.ts';

/** How often the shop is asked for a trade whose reply was unclear: a slow trade may be committed late. */
const PAUSES_MS = [1_000, 2_000, 4_000];

// A caller that holds the trade for longer may be presumed dead, and the trade settled by another process.
const SEND_AGAIN_WITHIN_MS = 120_000;

interface Steps {
  /** Sends the trade, always under the same number. */
  send: () => Promise<Trade>;
  /** The trade, or null when the shop says that it does not know the number. */
  find: () => Promise<Trade | null>;
  /** Whether the number was never sent before. */
  isNew: boolean;
  timing: Timing;
  signal: AbortSignal | undefined;
}

/**
 * The rule for one trade number: after an unclear reply, query it; if it is found, it succeeded; only a number that the shop
 * does not know is sent again, unchanged, once, and never after a refusal. The shop keeps numbers unique, so it charges at most once.
 *
 * @throws {KamikitError} the refusal of the first try; `outcome_unknown` with the number when it stays unclear.
 */
export async function settleTrade(tradeNo: string, steps: Steps): Promise<Trade> {
  const held = stopwatch(steps.timing);
  try {
    return await steps.send();
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    if (error.outcome !== 'unknown') return afterRefusal(tradeNo, error, steps);
    const found = await findPatiently(tradeNo, error, steps);
    if (found !== null) return found;
    if (held() > SEND_AGAIN_WITHIN_MS) throw stillUnknown(tradeNo, error);
    return sendAgain(tradeNo, steps);
  }
}

/** By the clock that ran further: one stops while the machine sleeps, the other may be set back. */
function stopwatch({ now, uptime }: Timing): () => number {
  const started = [now(), uptime()] as const;
  return () => Math.max(now() - started[0], uptime() - started[1]);
}

/**
 * A refusal says what the shop would do now; of a number that was sent before it proves nothing, nor does it in words that
 * are none of the shop's own checks: somebody in front of it may have written them.
 */
async function afterRefusal(tradeNo: string, refusal: KamikitError, steps: Steps): Promise<Trade> {
  if (refusal.neverSent || (steps.isNew && namesCheckOfTrade(refusal))) throw refusal;
  let found: Trade | null;
  try {
    found = await steps.find();
  } catch {
    throw stillUnknown(tradeNo, refusal);
  }
  if (found !== null) return found;
  throw refusal;
}

async function sendAgain(tradeNo: string, steps: Steps): Promise<Trade> {
  try {
    return await steps.send();
  } catch (error) {
    const found = await findPatiently(tradeNo, error, steps);
    if (found !== null) return found;
    // Not even a refusal settles it: the first try may still hold the stock or the money that this one lacked.
    throw stillUnknown(tradeNo, error);
  }
}

/** Null only when the shop's last word is that it does not know the number. */
async function findPatiently(tradeNo: string, unclear: unknown, steps: Steps): Promise<Trade | null> {
  let isUnknownToShop = false;
  for (const pause of [0, ...PAUSES_MS]) {
    try {
      await steps.timing.sleep(pause, steps.signal);
      const found = await steps.find();
      if (found !== null) return found;
      isUnknownToShop = true;
    } catch {
      isUnknownToShop = false;
    }
  }
  if (isUnknownToShop) return null;
  throw stillUnknown(tradeNo, unclear);
}

function stillUnknown(tradeNo: string, unclear: unknown): KamikitError {
  const told = {
    code: 'outcome_unknown',
    outcome: 'unknown',
    upstream: 'supplier',
    operation: 'supplier.trade',
    retryable: false,
    hint: `Query trade ${tradeNo} later; do not trade under another number until it is settled.`,
    cause: unclear,
  } as const;
  const reason = unclear instanceof Error ? unclear.message : String(unclear);
  const message = `it is not known what became of trade ${tradeNo}: ${reason}`;
  return unclear instanceof KamikitError
    ? unclear.with({ ...told, message })
    : new KamikitError(message, told);
}
