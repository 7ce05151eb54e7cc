import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';

const FIELDS = [
  ...(['id', 'kind', 'state', 'amount', 'reference', 'idempotency_key'] as const),
  ...(['created_at', 'sent_at', 'updated_at', 'advice', 'agreed', 'charged'] as const),
];

/** All entries as CSV (RFC 4180), with a byte order mark, without which Excel garbles Chinese. */
export async function* exportCsv(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<string> {
  yield `\uFEFF${[...FIELDS, 'request', 'cards'].join(',')}\r\n`;
  for await (const entry of entries) {
    const cards = deliveredBy(entry);
    const cells = [...FIELDS.map((field) => entry[field]), JSON.stringify(entry.request), cards];
    yield `${cells.map(cell).join(',')}\r\n`;
  }
}

function cell(value: string | null): string {
  if (value === null) return '';
  // A spreadsheet would run a cell that begins like a formula (OWASP, CSV Injection).
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** All entries in full, as one JSON list. */
export async function* exportJson(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of entries) {
    yield `${separator}${JSON.stringify(entry)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
