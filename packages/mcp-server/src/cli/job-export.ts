import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import type { JobItem, Ledger } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import type { CommandMessages } from '../messages/commands.en.ts';
import { csvLine, firstCsvLine } from './csv-line.ts';
import { jobWithId } from './job-with-id.ts';
import type { OnLedger } from './ledger.ts';

const AT_A_TIME = 100;

export function exportCommand(onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  return new Command('export')
    .description(say.jobs.export)
    .argument('<id>', say.jobs.id)
    .addOption(
      new Option('--format <format>', say.jobs.format).choices(['csv', 'json']).default('csv' as const),
    )
    .action((beginning, { format }) =>
      onLedger(async ({ ledger, redact, status, stdout }) => {
        const { id } = await jobWithId(ledger, beginning, say);
        async function* shown() {
          for await (const part of formats[format](itemsOf(ledger, id)))
            yield redact(stdout.isTTY ? stripInvisible(part) : part);
        }
        status.clear();
        await pipeline(Readable.from(shown()), stdout, { end: false });
        return 0;
      }),
    );
}

/** All of them, a part at a time. */
export async function* itemsOf(ledger: Pick<Ledger, 'jobItems'>, id: string): AsyncGenerator<JobItem> {
  let after = 0;
  let items: JobItem[];
  do {
    ({ items } = await ledger.jobItems(id, { after, perPage: AT_A_TIME }));
    yield* items;
    after = items.at(-1)?.number ?? after;
  } while (items.length === AT_A_TIME);
}

const COLUMNS = [
  ...(['number', 'state', 'name', 'specification', 'quantity', 'amount', 'charged'] as const),
  ...(['reference', 'entry_id', 'error', 'cards', 'request'] as const),
];

const formats = {
  async *csv(items: AsyncIterable<JobItem>) {
    yield firstCsvLine(COLUMNS);
    for await (const item of items) {
      const told = tellItem(item);
      yield csvLine(COLUMNS.map((column) => told[column]));
    }
  },
  async *json(items: AsyncIterable<JobItem>) {
    let separator = '[\n';
    for await (const item of items) {
      yield `${separator}${JSON.stringify({ ...tellItem(item), number: item.number, request: item.request })}`;
      separator = ',\n';
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n';
  },
} as const;

/** The file that `kamikit job export` writes, as the owner's page gives it. */
export function jobCsv(ledger: Pick<Ledger, 'jobItems'>, id: string): AsyncIterable<string> {
  return formats.csv(itemsOf(ledger, id));
}

function tellItem({
  number,
  state,
  request,
  entry,
  error,
  quote,
}: JobItem): Record<(typeof COLUMNS)[number], string | null> {
  const { name = null, specification = null, quantity = null } = entry?.goods ?? quote ?? {};
  const failure = error ?? entry?.error ?? null;
  return {
    ...{
      number: String(number),
      state,
      name,
      specification,
      quantity: quantity === null ? null : String(quantity),
    },
    ...{ amount: entry?.amount ?? quote?.total ?? null, charged: entry?.charged ?? null },
    ...{ reference: entry?.reference ?? null, entry_id: entry?.id ?? null },
    error: failure === null ? null : `${failure.code}: ${failure.message}`,
    ...{ cards: entry === null ? null : deliveredBy(entry), request: JSON.stringify(request) },
  };
}
