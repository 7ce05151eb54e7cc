import { parseArgs } from 'node:util';
import { createServices } from '../calling/services.ts';
import { readConfig } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import { stripInvisible } from '../views/strip-invisible.ts';
import { confirmed } from './ask.ts';
import type { CommandContext } from './command.ts';

/** Lets a suspended ledger spend again, on its owner's word: that of a terminal, or `--yes`. */
export async function resume({ args, environment, print }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args, options: { yes: { type: 'boolean', default: false } } });
  const services = createServices(
    readConfig(environment),
    createLog('silent', (text) => text),
  );
  try {
    const ledger = await services.ledger();
    const found = await ledger.verify();
    const accounts = await ledger.suspensions();
    if (found.length === 0 && accounts.length === 0) {
      print('Nothing is suspended.\n');
      return 0;
    }
    for (const { what } of found) print(`${stripInvisible(what)}\n`);
    for (const { account, entry_id, since } of accounts)
      print(
        `Account ${stripInvisible(account)} since ${since}: entry ${entry_id} was charged more than agreed.\n`,
      );
    if (found.length > 0)
      print('\nIf you resume, the ledger is taken as it is, and what it has lost may be bought again.\n');
    if (!values.yes && !(await confirmed('Resume?'))) {
      print('Nothing was changed. On a terminal you are asked; --yes resumes without asking.\n');
      return 1;
    }
    if (found.length > 0) await ledger.acceptHistory();
    await ledger.liftSuspensions();
    print('The ledger is accepted as it is; it may spend again.\n');
    return 0;
  } finally {
    await services.close();
  }
}
