import type { Ledger } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import type { Errand } from './errand.ts';
import { asJob } from './pace.ts';

interface JobParts {
  spender: Pick<Spender, 'runJob'>;
  ledger(): Promise<Pick<Ledger, 'openJobs'>>;
  config: Config;
  log: Log;
}

/** Works on whatever jobs there are, whoever started them: one that another process left behind, or that its owner has just allowed. */
export function goOnWithJobs({ spender, ledger, config, log }: JobParts): Errand {
  const approval = config.confirm === 'owner' ? ('owner' as const) : undefined;
  return {
    name: 'jobs',
    everyMs: 5_000,
    due: async () => (await ledger()).openJobs(),
    async run(id, signal, turn) {
      const { state } = await asJob(() => spender.runJob(id, { signal, turn, approval }));
      log('info', 'job', { job: id, state });
    },
  };
}
