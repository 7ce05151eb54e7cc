import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { csvLine, firstCsvLine } from './csv-line.ts';
import type { OnLedger } from './ledger.ts';

const FIELDS = [
  ...(['id', 'kind', 'state', 'amount', 'reference', 'idempotency_key'] as const),
  ...(['created_at', 'sent_at', 'updated_at', 'advice', 'agreed', 'charged'] as const),
];

export function exportCommand(onLedger: OnLedger, say: LedgerCommand): CommandUnknownOpts {
  return new Command('export')
    .description(say.export)
    .addOption(new Option('--format <format>', say.format).choices(['csv', 'json']).default('csv' as const))
    .action(({ format }) =>
      onLedger(async ({ ledger, redact, status, stdout }) => {
        const { total } = await ledger.list({ perPage: 1 });
        let done = 0;
        async function* counted() {
          for await (const entry of ledger.entries()) {
            done += 1;
            if (!stdout.isTTY) status.show(say.exporting, { done, total });
            yield entry;
          }
        }
        async function* shown() {
          for await (const part of formats[format](counted()))
            yield redact(stdout.isTTY ? stripInvisible(part) : part);
        }
        status.clear();
        // No faster than they are read, and no further than that.
        await pipeline(Readable.from(shown()), stdout, { end: false });
        return 0;
      }),
    );
}

/** Entries as a file of each format, a piece at a time. */
export const formats = { csv: exportCsv, json: exportJson } as const;

/** All entries as CSV (RFC 4180), with a byte order mark, without which Excel garbles Chinese. */
async function* exportCsv(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<string> {
  yield firstCsvLine([...FIELDS, 'request', 'cards', 'name', 'specification', 'quantity', 'person']);
  for await (const entry of entries) {
    const cards = deliveredBy(entry);
    const { name = null, specification = null, quantity } = entry.goods ?? {};
    const cells = [
      ...FIELDS.map((field) => entry[field]),
      ...[JSON.stringify(entry.request), cards, name, specification, quantity?.toString() ?? null],
      entry.person,
    ];
    yield csvLine(cells);
  }
}

/** All entries in full, as one JSON list. */
async function* exportJson(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of entries) {
    yield `${separator}${JSON.stringify(entry)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
