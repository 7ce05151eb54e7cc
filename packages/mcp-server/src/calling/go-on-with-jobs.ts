import type { Ledger } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';

// One that another process left behind, or that its owner has just allowed.
const LOOK_EVERY_MS = 5_000;

export interface JobRunner {
  /** Looks at once for jobs to go on with. */
  look(): void;
  /** Begins nothing new, and resolves once what is under way is written down. */
  end(): Promise<void>;
}

interface RunnerParts {
  spender: Pick<Spender, 'runJob'>;
  ledger(): Promise<Pick<Ledger, 'openJobs'>>;
  config: Config;
  log: Log;
}

/** Works on whatever jobs there are, whoever started them, for as long as the process runs. */
export function goOnWithJobs({ spender, ledger, config, log }: RunnerParts): JobRunner {
  const ending = new AbortController();
  const { signal } = ending;
  const running = new Map<string, Promise<void>>();
  const approval = config.confirm === 'owner' ? ('owner' as const) : undefined;
  const told = (error: unknown) => messageOf(error, config.reveal, signal);

  async function lookAtOnce(): Promise<void> {
    for (const id of await (await ledger()).openJobs()) {
      if (signal.aborted || running.has(id)) continue;
      const run = spender
        .runJob(id, { signal, approval })
        .then(
          ({ state }) => log('info', 'job', { job: id, state }),
          (error) => log('warn', 'job not gone on with', { job: id, reason: told(error) }),
        )
        .finally(() => running.delete(id));
      running.set(id, run);
    }
  }

  const look = () =>
    void lookAtOnce().catch((error) => log('info', 'jobs were not looked at', { reason: told(error) }));
  const looking = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    look,
    async end() {
      ending.abort();
      clearInterval(looking);
      await Promise.all(running.values());
    },
  };
}
