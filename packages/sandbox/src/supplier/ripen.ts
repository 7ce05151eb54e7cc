import type { Site } from './site.ts';
import { moveTrade } from './trade.ts';
import { commitDue } from './under-way.ts';

/** Does whatever is due by the sandbox's clock, at once; resolves when the buyers have been notified. */
export function ripen(site: Site): Promise<unknown> {
  commitDue(site);
  const waiting = [...site.trades.values()].filter(
    ({ status, at }) => status === 0 && site.clock.now() >= at + site.orderDelayMs,
  );
  return Promise.all(waiting.map((trade) => (trade.due === null ? null : moveTrade(site, trade, trade.due))));
}
