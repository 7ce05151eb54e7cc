import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import type { Engine, Errand, OnFailure } from './errand.ts';
import { workInProcess } from './in-process.ts';

/** By whom the work is done that nobody waits for. */
export type StartWork = (errands: readonly Errand[], onFailure: OnFailure) => Promise<Engine>;

/** This process alone. */
export const startInProcess: StartWork = async (errands, onFailure) => workInProcess(errands, onFailure);

/** Together with the other instances, where they share a database. */
export function startShared({ databaseUrl }: Pick<Config, 'databaseUrl'>, log: Log): StartWork {
  if (databaseUrl === null) return startInProcess;
  return async (errands, onFailure) => {
    const { workOverPostgres } = await import('./over-postgres.ts');
    try {
      return await workOverPostgres(databaseUrl, errands, { onFailure, log });
    } catch (error) {
      // Each for itself does the same, and the ledger sees to it that nothing is done twice.
      const reason = error instanceof Error ? error.message : String(error);
      log('warn', 'work is not shared with other instances', { reason });
      return workInProcess(errands, onFailure);
    }
  };
}
