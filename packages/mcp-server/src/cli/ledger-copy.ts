import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { copyLedger } from '@kamikit/ledger';
import { integrityOf, ledgerPath } from '../config/config.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { type CommandContext, UsageError } from './command.ts';

/** From the file of this user into a database; opens neither beforehand, as both are opened for that alone. */
export function copyCommand(context: CommandContext): CommandUnknownOpts {
  const say = context.say.ledger;
  return new Command('copy')
    .description(say.copy)
    .option('--to <url>', say.copyTo)
    .action(async ({ to }) => {
      const { config, status } = context;
      if (config.sandbox) throw new UsageError(say.copyNoSandbox);
      const databaseUrl = to ?? config.databaseUrl;
      if (databaseUrl === null) throw new UsageError(say.copyWhere);
      const path = ledgerPath(config);
      const redact = redactorOf(config);
      status.show(say.copying);
      const { entries, events, place, isStopped } = await copyLedger({
        ...{ path, databaseUrl, integrity: integrityOf(config) },
        onProgress: (amount) => status.show(say.copying, amount),
      });
      status.clear();
      context.print(redact(`${say.copied({ entries, events, place, path, isStopped })}\n`));
    });
}
