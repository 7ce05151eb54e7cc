import type { Person } from '@kamikit/ledger';
import { onTestFinished } from 'vitest';
import { createServices, type Outside } from '../src/calling/services.ts';
import { readConfig } from '../src/config/config.ts';
import { createLog } from '../src/config/log.ts';
import { sharedEnvironment, skipping, temporaryFolder } from './host.ts';
import { shop } from './shop.ts';

/** The owner, who has the same settings and the same ledger as the server in the host, as another process would. */
export function ownerOf(environment: Record<string, string>, outside: Outside = {}) {
  const log = createLog('silent', (text) => text);
  const services = createServices(readConfig({ ...sharedEnvironment(), ...environment }), log, outside);
  onTestFinished(() => services.close());
  const by = 'test';
  return {
    ledger: services.ledger,
    spender: services.spender,
    approve: (id: unknown) => services.spender.approve(String(id), { by }),
    decline: (id: unknown) => services.spender.decline(String(id), { by }),
    addMandate: async (terms: object) => (await services.ledger()).addMandate(terms, by),
    /** Gives their token. */
    async addPerson(name: string, changes: Partial<Person> = {}) {
      const person: Person = { name, role: 'buyer', daily_budget: null, max_order: null, ...changes };
      return (await (await services.ledger()).addPerson(person, by)).token;
    },
    stop: async () => (await services.ledger()).stop(by),
  };
}

/** A shop, a host whose server waits for its owner, and that owner. */
export async function ownedShop(
  { environment = {}, ...options }: Parameters<typeof shop>[0] = {},
  timing = skipping(),
) {
  const settings = {
    ...(environment.KAMIKIT_CONFIG ? {} : { KAMIKIT_CONFIRM: 'owner' }),
    KAMIKIT_DATA_DIR: temporaryFolder(),
    ...environment,
  };
  const opened = await shop({ ...options, environment: settings, outside: { timing } });
  return { ...opened, folder: settings.KAMIKIT_DATA_DIR, owner: ownerOf(opened.environment, { timing }) };
}
