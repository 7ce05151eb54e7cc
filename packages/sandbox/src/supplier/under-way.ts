import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../reply.ts';
import type { Course } from '../upstream.ts';
import { notify } from './notification.ts';
import { errorPage, refuse, success } from './replies.ts';
import type { Site, Trade, UnderWay } from './site.ts';
import { commitTrade, deliver } from './trade.ts';
import { tradeView } from './trade-view.ts';

/** MariaDB's default `innodb_lock_wait_timeout`. */
const LOCK_WAIT_MS = 50_000;

/** Commits when the sandbox's clock has come that far, whether or not its client still waits; null: cut off at once. */
export async function commitLate(
  site: Site,
  trade: Trade,
  { ms, reply, again }: Extract<Course, { kind: 'commit_late' }>,
): Promise<Reply | null> {
  deliver(site, trade);
  const open = begin(site, trade, { commitsAt: site.clock.now() + ms, again });
  // Nobody may ask meanwhile, and then the real time has to see to it.
  void wait(ms, undefined, { ref: false }).then(() => commitDue(site));
  if (reply === 'cut') return null;
  await open.ended;
  return success(tradeView(trade, site.manner.status_field));
}

/** What a second request with a number meets: the unique index, after the first transaction where that is open. */
export async function numberUsed({ underWay }: Site, tradeNo: string): Promise<Reply> {
  const first = underWay.get(tradeNo);
  if (first?.again === 'waits')
    await Promise.race([first.ended, wait(LOCK_WAIT_MS, undefined, { ref: false })]);
  return errorPage();
}

/**
 * The notifier hangs on the saving of an order: inside the transaction it tells of an order that `query` does not know
 * yet, twice, and of one that is rolled back afterwards (supplier facts, notification).
 */
export async function saveAloud(
  site: Site,
  trade: Trade,
  rollBack: Extract<Course, { kind: 'roll_back' }> | null,
): Promise<Reply> {
  const open = begin(site, trade, { commitsAt: Number.POSITIVE_INFINITY, again: 'waits' });
  if (trade.asyncUrl !== null) await notify(site, trade);
  deliver(site, trade);
  if (trade.asyncUrl !== null) await notify(site, trade);
  if (rollBack === null) commitTrade(site, trade);
  site.underWay.delete(trade.item_trade_no);
  open.end();
  if (rollBack === null) return success(tradeView(trade, site.manner.status_field));
  // The official client's words for whatever its own upstream refused (supplier facts, chains).
  return rollBack.reply === 'page' ? errorPage() : refuse('连接失败#0');
}

export function commitDue(site: Site): void {
  for (const { trade, commitsAt, end } of site.underWay.values()) {
    if (site.clock.now() < commitsAt) continue;
    site.underWay.delete(trade.item_trade_no);
    commitTrade(site, trade);
    end();
  }
}

function begin(site: Site, trade: Trade, manner: Pick<UnderWay, 'commitsAt' | 'again'>): UnderWay {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const open = { ...manner, trade, ended, end };
  site.underWay.set(trade.item_trade_no, open);
  return open;
}
