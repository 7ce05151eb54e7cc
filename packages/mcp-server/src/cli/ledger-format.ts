import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry, RecordedError } from '@kamikit/ledger';
import type { CommandMessages } from '../messages/commands.en.ts';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { decodeContents } from '../views/decode-contents.ts';
import { goodsTitle } from '../views/goods-title.ts';
import { overchargeWarning } from '../views/overcharge.ts';
import { kindName } from './kind-name.ts';
import { marksInWords } from './marks-in-words.ts';
import { padToWidth, widthOf } from './text-width.ts';

/** What the shop wrote beside the goods. */
function noticeIn({ result }: LedgerEntry): string | null {
  const notice: unknown = result?.notice;
  return typeof notice === 'string' ? notice : null;
}

/** Who said yes or no, and when. */
function decision({ decided_by, decided_at }: LedgerEntry, say: LedgerCommand): string | null {
  return decided_by && say.decidedBy({ by: decided_by, at: decided_at ?? '' });
}

/** One entry in full, for a person: what was asked for, what came of it, the evidence, and the cards as delivered. */
export function formatEntry(entry: LedgerEntry, delivered: string | null, say: CommandMessages): string {
  const words = say.ledger;
  const { id, kind, state, agreed, charged, reference, idempotency_key, created_at, sent_at, updated_at } =
    entry;
  const { unused } = marksInWords(entry, words);
  const facts: ReadonlyArray<readonly [keyof LedgerCommand['facts'], string | null]> = [
    ['warning', overchargeWarning(entry, say.result).warning ?? null],
    ['entry', id],
    ['what', kindName(kind, words)],
    ['goods', goodsTitle(entry)],
    ['person', entry.person],
    ['state', words.states[state]],
    ['agreed', agreed && words.yuan({ amount: agreed })],
    ['charged', charged && words.yuan({ amount: charged })],
    ['reference', reference],
    ['key', idempotency_key],
    ['created', created_at],
    ['until', state === 'awaiting_approval' ? entry.quote_until : null],
    ['decided', decision(entry, words)],
    ['mandate', entry.mandate],
    ['sent', sent_at],
    ['updated', updated_at],
    ['request', JSON.stringify(entry.request)],
    ['evidence', Object.keys(entry.evidence).length > 0 ? JSON.stringify(entry.evidence) : null],
    ['error', entry.error && explained(entry.error, say)],
    ['advice', entry.advice && say.result.advice(state, { said: entry.advice })],
    ['notice', noticeIn(entry)],
    ['unused', unused],
    ['damaged', entry.damaged && words.unreadable({ fields: entry.damaged })],
  ];
  const width = Math.max(10, ...Object.values(words.facts).map((name) => widthOf(name)));
  const titled = (title: string, text: string) => `${padToWidth(title, width)} ${text}`;
  const lines = facts.flatMap(([name, value]) =>
    value === null ? [] : [titled(words.facts[name], value.replace(/\s+/g, ' '))],
  );
  const decoded = delivered === null ? null : decodeContents(delivered);
  const cards = [
    ...(delivered === null ? [] : [titled(words.facts.cards, words.asDelivered), delivered]),
    ...(decoded === null ? [] : [titled('', words.withoutEscapes), decoded]),
  ];
  // Control characters from a shop must not reach the terminal; the JSON export keeps every character.
  return `${stripInvisible([...lines, ...cards].join('\n'))}\n`;
}

function explained({ code, message }: RecordedError, { failure }: CommandMessages): string {
  return failure.withCode(code, { what: failure.explained(code, { said: message }) });
}
