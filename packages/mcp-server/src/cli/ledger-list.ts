import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { ENTRY_STATES } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import type { OnLedger } from './ledger.ts';
import { formatTable } from './ledger-table.ts';

export function listCommand(onLedger: OnLedger, say: LedgerCommand): CommandUnknownOpts {
  return new Command('list')
    .description(say.list)
    .addOption(new Option('--state <state>', say.state).choices(ENTRY_STATES))
    .addOption(new Option('--kind <kind>', say.kind).choices(KINDS))
    .option('--person <name>', say.person)
    .option('--page <number>', say.page, readPage(say), 1)
    .action((filter) =>
      onLedger(async ({ ledger, print, stdout }) => {
        const found = await ledger.list(filter);
        if (found.total === 0) {
          print(`${say.noEntries}\n`);
          return 0;
        }
        const pages = Math.max(1, Math.ceil(found.total / found.per_page));
        if (found.page > pages) {
          print(`${say.noPage({ page: found.page, pages })}\n`);
          return 1;
        }
        const table = formatTable(found.entries, say, stdout.isTTY ? stdout.columns : undefined);
        print(`${table}\n${say.footer({ total: found.total, page: found.page, pages })}\n`);
        return 0;
      }),
    );
}

function readPage({ wrongPage }: LedgerCommand): (text: string) => number {
  return (text) => {
    const page = Number(text);
    if (Number.isSafeInteger(page) && page >= 1) return page;
    throw new InvalidArgumentError(wrongPage);
  };
}
