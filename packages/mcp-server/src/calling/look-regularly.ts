import type { Spender } from '@kamikit/spending';
import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';
import type { Reveal } from '../views/reveal.ts';

// The ledger knows which entries are due; this is how often it is asked.
const LOOK_EVERY_MS = 30_000;

/** Looks at open entries for as long as the process runs, beginning with all of them. Returns what ends it. */
export function lookRegularly(spender: Pick<Spender, 'lookAgain'>, log: Log, reveal: Reveal): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const told = (error: unknown) => messageOf(error, reveal, signal);
  const onFailure = (entry: string, reason: unknown) =>
    log('info', 'entry still open', { entry, reason: told(reason) });
  const look = (evenIfNotDue: boolean) =>
    void spender
      .lookAgain({ signal, evenIfNotDue, onFailure })
      .catch((error) => log('info', 'open entries were not checked', { reason: told(error) }));
  look(true);
  const looking = setInterval(look, LOOK_EVERY_MS, false).unref();
  return () => {
    ending.abort();
    clearInterval(looking);
  };
}
