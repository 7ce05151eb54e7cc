import type { Ledger } from '@kamikit/ledger';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { onceAMinute } from '../config/once-a-minute.ts';
import { messageOf } from '../views/failure.ts';

const WITHIN_MS = 2_000;

/** Whether this instance can buy, as far as its ledger goes; the log says why it cannot. */
export function readinessOf(
  ledger: () => Promise<Pick<Ledger, 'assertVersion'>>,
  log: Log,
  reveal: Config['reveal'],
): { isReady(): Promise<boolean>; end(): void } {
  const problems = onceAMinute<string>((problem, count) => log('warn', 'not ready', { problem, count }));

  async function problemOf(): Promise<string | null> {
    try {
      await (await ledger()).assertVersion();
      return null;
    } catch (error) {
      return messageOf(error, reveal);
    }
  }

  return {
    async isReady() {
      const late = Promise.withResolvers<string>();
      const timer = setTimeout(late.resolve, WITHIN_MS, `The ledger does not answer within ${WITHIN_MS} ms.`);
      const problem = await Promise.race([problemOf(), late.promise]);
      clearTimeout(timer);
      if (problem !== null) problems.add(problem);
      return problem === null;
    },
    end: problems.end,
  };
}
