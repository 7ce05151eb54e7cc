// Starts one server for the run of the ledger's tests on PostgreSQL.
import { startPostgres } from '@kamikit/scratch-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run; empty where it cannot run here. */
    postgres?: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startPostgres();
    provide('postgres', server.url);
    return () => server.remove();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `\nSKIPPED: everything about PostgreSQL. It does not run on this machine (${reason}).\n\n`,
    );
    provide('postgres', '');
    return undefined;
  }
}
