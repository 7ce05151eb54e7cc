import { type ScratchPostgres, startPostgres } from '@kamikit/scratch-postgres';
import { afterAll, beforeAll } from 'vitest';

/** A server for the tests of one file; null where it does not run, which is said loudly of what is skipped then. */
export function postgresForTests(what: string): () => ScratchPostgres | null {
  let server: ScratchPostgres | null = null;
  beforeAll(async () => {
    try {
      server = await startPostgres();
    } catch (error) {
      process.stderr.write(`\nSKIPPED: ${what} on PostgreSQL, which does not run here (${error}).\n\n`);
    }
  });
  afterAll(() => server?.remove());
  return () => server;
}
