import { type ScratchPostgres, startPostgres } from '@kamikit/scratch-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type LedgerSettings, openLedger } from '../index.ts';

/** A server for the tests of one file: roles and databases are of all of it, and it is ended and started again. */
export function ownServer() {
  let server: ScratchPostgres;
  let made = 0;

  beforeAll(async () => {
    server = await startPostgres({ isDurable: true });
  });
  afterAll(() => server.remove());

  /** A database of its own, made as this says, and who may do what with it. */
  async function database(like = '') {
    const name = `shop${++made}`;
    await admin(`create database ${name} ${like}`);
    const as = (user: string, password = 'secret') => {
      const url = new URL(server.url);
      Object.assign(url, { username: user, password, pathname: `/${name}` });
      return url.href;
    };
    return { name, as, owner: as('owner') };
  }

  async function admin(statements: string, url = server.url) {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(statements)).rows ?? [];
    } finally {
      await client.end();
    }
  }

  async function open(databaseUrl: string, settings: LedgerSettings = {}) {
    const ledger = await openLedger({ databaseUrl, ...settings });
    onTestFinished(() => ledger.close());
    return ledger;
  }

  return { server: () => server, database, admin, open };
}
