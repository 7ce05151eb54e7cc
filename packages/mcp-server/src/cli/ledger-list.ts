import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { ENTRY_STATES } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import type { OnLedger } from './ledger.ts';
import { formatTable } from './ledger-table.ts';

export function listCommand(onLedger: OnLedger): CommandUnknownOpts {
  return new Command('list')
    .description('entries, newest first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(ENTRY_STATES))
    .addOption(new Option('--kind <kind>', 'only those of this kind').choices(KINDS))
    .option('--page <number>', 'which page', readPage, 1)
    .action((filter) =>
      onLedger(async ({ ledger, print, stdout }) => {
        const found = await ledger.list(filter);
        if (found.total === 0) {
          print('The ledger has no such entries.\n');
          return 0;
        }
        print(`${formatTable(found.entries, stdout.isTTY ? stdout.columns : undefined)}\n${footer(found)}\n`);
        return 0;
      }),
    );
}

function readPage(text: string): number {
  const page = Number(text);
  if (Number.isSafeInteger(page) && page >= 1) return page;
  throw new InvalidArgumentError('It must be a number, 1 or more.');
}

function footer({ total, page, per_page }: { total: number; page: number; per_page: number }): string {
  const pages = Math.max(1, Math.ceil(total / per_page));
  const more = page < pages ? `; more with --page ${page + 1}` : '';
  return `${total} ${total === 1 ? 'entry' : 'entries'}, page ${page} of ${pages}${more}`;
}
