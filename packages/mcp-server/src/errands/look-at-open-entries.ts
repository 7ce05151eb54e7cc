import { UPSTREAMS } from '@kamikit/core';
import type { Spender } from '@kamikit/spending';
import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';
import type { Reveal } from '../views/reveal.ts';
import type { Errand } from './errand.ts';

/**
 * Looks at open entries that are due, the ledger knows which; the first time at all of them. Each upstream's by themselves, as one
 * that keeps answers waiting must not hold up what others could tell.
 */
export function lookAtOpenEntries(spender: Pick<Spender, 'lookAgain'>, log: Log, reveal: Reveal): Errand {
  const lookedAt = new Set<string>();
  return {
    name: 'open-entries',
    everyMs: 30_000,
    due: async () => UPSTREAMS,
    async run(what, signal) {
      const evenIfNotDue = !lookedAt.has(what);
      lookedAt.add(what);
      const onFailure = (entry: string, reason: unknown) =>
        log('info', 'entry still open', { entry, reason: messageOf(reason, reveal, signal) });
      const upstream = UPSTREAMS.find((name) => name === what);
      await spender.lookAgain({ signal, upstream, evenIfNotDue, onFailure });
    },
  };
}
