import type { Spender } from '@kamikit/spending';
import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';
import type { Reveal } from '../views/reveal.ts';
import type { Errand } from './errand.ts';

/** Looks at open entries that are due, the ledger knows which; the first time at all of them. */
export function lookAtOpenEntries(spender: Pick<Spender, 'lookAgain'>, log: Log, reveal: Reveal): Errand {
  let evenIfNotDue = true;
  return {
    name: 'open-entries',
    everyMs: 30_000,
    due: async () => ['all'],
    async run(_, signal) {
      const isFirst = evenIfNotDue;
      evenIfNotDue = false;
      const onFailure = (entry: string, reason: unknown) =>
        log('info', 'entry still open', { entry, reason: messageOf(reason, reveal, signal) });
      await spender.lookAgain({ signal, evenIfNotDue: isFirst, onFailure });
    },
  };
}
