import type { EntryState } from '@kamikit/ledger';
import type { Kind } from '@kamikit/spending';
import { counted } from './english.ts';

/** A ledger that was copied into a database. */
export interface CopiedLedger {
  entries: number;
  events: number;
  place: string;
  path: string;
  isStopped: boolean;
}

/** What `kamikit ledger` says. */
export const ledgerCommand = {
  about: 'shows what was bought (lists it by default)',
  opening: 'opening the ledger',
  id: 'its id, or the first 4 or more characters of it',
  shortId: ({ id, least }: { id: string; least: number }) =>
    `${id} is too short: give at least ${least} characters of the id`,
  noEntry: ({ id }: { id: string }) => `the ledger has no entry ${id}`,
  severalEntries: ({ id, ids, isMore }: { id: string; ids: readonly string[]; isMore: boolean }) =>
    `${id} may be ${ids.join(', ')}${isMore ? ' and more' : ''}: give more characters of the id`,

  list: 'entries, newest first',
  state: 'only those in this state',
  kind: 'only those of this kind',
  person: 'only what this person wanted',
  page: 'which page',
  wrongPage: 'It must be a number, 1 or more.',
  noEntries: 'The ledger has no such entries.',
  noPage: ({ page, pages }: { page: number; pages: number }) =>
    `There is no page ${page}: the last one is ${pages}.`,
  footer: ({ total, page, pages }: { total: number; page: number; pages: number }) =>
    `${counted(total, 'entry', 'entries')}, page ${page} of ${pages}${page < pages ? `; more with --page ${page + 1}` : ''}`,
  columns: {
    id: 'id',
    when: 'when',
    state: 'state',
    until: 'until',
    yuan: 'yuan',
    person: 'person',
    what: 'what',
    kind: 'kind',
    reference: 'reference',
  },
  states: {
    awaiting_approval: 'awaits approval',
    prepared: 'prepared',
    sent: 'sent',
    completed: 'completed',
    pending: 'pending',
    failed: 'failed',
    refused: 'refused',
    refunded: 'refunded',
    unknown: 'unknown',
    damaged: 'damaged',
    overcharged: 'overcharged',
  } satisfies Record<EntryState | 'damaged' | 'overcharged', string>,
  kinds: {
    purchase: 'purchase',
    supplier_trade: 'supplier_trade',
    use_card: 'use_card',
    generate_cards: 'generate_cards',
    recharge_card: 'recharge_card',
    delete_card: 'delete_card',
  } satisfies Record<Kind, string>,

  show: 'one entry in full, with its cards unsealed',
  decidedBy: ({ by, at }: { by: string; at: string }) => `${by}, ${at}`,
  facts: {
    until: 'until',
    decided: 'decided',
    mandate: 'mandate',
    warning: 'warning',
    entry: 'entry',
    what: 'what',
    goods: 'goods',
    person: 'person',
    state: 'state',
    agreed: 'agreed',
    charged: 'charged',
    reference: 'reference',
    key: 'key',
    created: 'created',
    sent: 'sent',
    updated: 'updated',
    request: 'request',
    evidence: 'evidence',
    error: 'error',
    advice: 'advice',
    notice: 'notice',
    unused: 'unused',
    damaged: 'damaged',
    cards: 'cards',
  },
  yuan: ({ amount }: { amount: string }) => `${amount} yuan`,
  unreadable: ({ fields }: { fields: readonly string[] }) => `cannot be read: ${fields.join(', ')}`,
  asDelivered: 'as delivered:',
  withoutEscapes: 'without HTML escapes, more likely what was sold:',

  export: 'all entries, cards included, to stdout',
  format: 'of the file',
  exporting: 'exporting',

  verify: 'finds edited, deleted and replaced entries, and lost history',
  comparing: 'comparing all entries with their events',
  finding: ({ said }: { said: string }) => said,
  intact: 'All entries and events are as Kamikit wrote them.',
  problems: ({ count }: { count: number }) =>
    `${counted(count, 'problem')} found. If you know why, kamikit resume accepts the ledger as it is.`,

  copy: 'copies the ledger in its file into PostgreSQL, verified; the file spends nothing from then on',
  copyTo: 'postgres://USER@HOST/DATABASE; by default that of KAMIKIT_DATABASE_URL',
  copyWhere: 'Say where to: --to postgres://USER@HOST/DATABASE',
  copyNoSandbox: 'The ledger of the sandbox stays beside it: take KAMIKIT_SANDBOX out to copy the real one',
  copying: 'copying and verifying',
  copied: ({ entries, events, place, path, isStopped }: CopiedLedger) =>
    [
      `${counted(entries, 'entry', 'entries')} and ${counted(events, 'event')} are in ${place} now, verified.`,
      `${path} spends nothing any more. Set KAMIKIT_DATABASE_URL for every host and restart it.`,
      ...(isStopped
        ? ['All spending is stopped there, too, as it was here: kamikit resume lifts that.']
        : []),
    ].join('\n'),

  reconcile: 'finds out what became of one entry, or of all unknown ones',
  nothingOpen: 'No entry has an unknown outcome.',
  asking: 'asking the shops',
  reconciled: ({
    id,
    kind,
    state,
    advice,
  }: {
    id: string;
    kind: string;
    state: string;
    advice: string | null;
  }) => `${id}  ${kind}  ${state}${advice === null ? '' : `: ${advice}`}`,
  notSettled: ({ id, why }: { id: string; why: string }) => `${id}  not settled: ${why}`,

  settle: 'settles an open entry on your word',
  delivered: 'it was delivered',
  failed: 'it was not, and the money is gone or back',
  eitherOr: 'either --delivered or --failed is needed',
  settled: ({ id, kind, state }: { id: string; kind: string; state: string }) =>
    `${id}  ${kind}  ${state}, on your word`,
  mark: 'notes which delivered cards of an entry are used',
  cards: 'each by its number, the first is 1, or as delivered; by default all',
  notUsed: 'mark them as unused again',
  emptyCard: 'a card cannot be empty',
  unchanged: 'Nothing changed: they were marked so before.',
  marked: ({ id, used, unused }: { id: string; used: string | null; unused: string | null }) =>
    `${id}  used: ${used ?? 'none'}  unused: ${unused ?? 'none'}`,
  markColumns: { card: 'card', was: 'was', is: 'is', code: 'code' },
  markWords: { used: 'used', unused: 'unused' },
  noCards: 'none',

  settledMeanwhile: ({ id, kind, state }: { id: string; kind: string; state: string }) =>
    `${id}  ${kind}  ${state}: it was settled meanwhile`,
};

export type LedgerCommand = typeof ledgerCommand;
