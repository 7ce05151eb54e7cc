import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import type { Results } from '../messages/results.en.ts';
import { decodeContents } from '../views/decode-contents.ts';
import { goodsTitle } from '../views/goods-title.ts';
import { viewMarks } from '../views/marks-view.ts';
import { overchargeWarning } from '../views/overcharge.ts';

/** What the shop wrote beside the goods. */
function noticeIn({ result }: LedgerEntry): string | null {
  const notice: unknown = result?.notice;
  return typeof notice === 'string' ? notice : null;
}

/** One entry in full, for a person: what was asked for, what came of it, the evidence, and the cards as delivered. */
export function formatEntry(entry: LedgerEntry, delivered: string | null, say: Results): string {
  const { id, kind, state, agreed, charged, reference, idempotency_key, created_at, sent_at, updated_at } =
    entry;
  const { unused } = viewMarks(entry);
  const facts: ReadonlyArray<readonly [string, string | null]> = [
    ['warning', overchargeWarning(entry, say).warning ?? null],
    ['entry', id],
    ['what', kind],
    ['goods', goodsTitle(entry)],
    ['state', state],
    ['agreed', agreed && `${agreed} yuan`],
    ['charged', charged && `${charged} yuan`],
    ['reference', reference],
    ['key', idempotency_key],
    ['created', created_at],
    ['sent', sent_at],
    ['updated', updated_at],
    ['request', JSON.stringify(entry.request)],
    ['evidence', Object.keys(entry.evidence).length > 0 ? JSON.stringify(entry.evidence) : null],
    ['error', entry.error && `${entry.error.code}: ${entry.error.message}`],
    ['advice', entry.advice],
    ['notice', noticeIn(entry)],
    ['unused', unused],
    ['damaged', entry.damaged && `cannot be read: ${entry.damaged.join(', ')}`],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(10)} ${value.replace(/\s+/g, ' ')}`],
  );
  const decoded = delivered === null ? null : decodeContents(delivered);
  const cards = [
    ...(delivered === null ? [] : [`${'cards'.padEnd(10)} as delivered:`, delivered]),
    ...(decoded === null
      ? []
      : [`${''.padEnd(10)} without HTML escapes, more likely what was sold:`, decoded]),
  ];
  // Control characters from a shop must not reach the terminal; the JSON export keeps every character.
  return `${stripInvisible([...lines, ...cards].join('\n'))}\n`;
}
