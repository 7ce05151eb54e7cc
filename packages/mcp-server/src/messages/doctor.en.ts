import type { ErrorCode, Upstream } from '@kamikit/core';
import { counted } from './english.ts';

/** What the owner can do about what a read met; where nothing is said here, what a model is told will do. */
const advice: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'Check the API key (for a supplier, the API id too): kamikit init asks for it again.',
  signature_rejected: 'Check the supplier’s API id and key: kamikit init asks for them again.',
  rate_limited: 'Wait a minute, then run kamikit doctor again.',
  unreachable: 'Check its address, the network, and any proxy or firewall between.',
  timeout: 'Run kamikit doctor again; if it stays like this, check the network.',
  malformed_response: 'Check its address: something else may answer there.',
  upstream_refused: 'The words in “ ” are its own; ask whoever runs it.',
  config_invalid: 'Correct what is named, in the environment or with kamikit init.',
};

/** What `kamikit doctor` says; `marks` are of one width. */
export const doctor = {
  about: 'checks configuration, keys, reachability, the clock and the ledger; changes nothing',
  json: 'as JSON: {"ok", "configuration", "ledger", "checks": [{"name", "verdict": "ok", "bad" or "skip", "text"}]}',
  checking: ({ names }: { names: readonly string[] }) => `checking ${names.join(', ')}`,
  names: {
    ...{ configuration: 'configuration', hosts: 'hosts', clock: 'clock', ledger: 'ledger' },
    ...({ storefront: 'storefront', cards: 'cards', supplier: 'supplier' } satisfies Record<
      Upstream,
      string
    >),
  },
  marks: { ok: 'ok  ', bad: 'BAD ', skip: '-   ' },
  noProblems: 'No problems found.',
  problems: ({ count }: { count: number }) => `${counted(count, 'problem')} found.`,
  advice,
  failed: ({ what, advice: then }: { what: string; advice: string }) =>
    `${/[.!?]$/.test(what) ? what : `${what}.`} ${then}`,

  configLate: ({ seconds }: { seconds: number }) => `it could not be read within ${seconds} s`,
  nothingConfigured:
    'nothing is configured, so nothing can be bought or checked: run kamikit init, or set KAMIKIT_SANDBOX=true to try it with play money',
  limits: ({ order, day, cards }: { order: string | null; day: string | null; cards: number | null }) =>
    [
      order === null ? 'no limit an order' : `at most ${order} yuan an order`,
      day === null ? 'no limit a day' : `${day} yuan a day`,
      cards === null ? 'no limit on cards issued' : `${cards} cards issued a day`,
    ].join(', '),
  modes: ({ confirm, reveal, isReadOnly, isSandbox }: Modes) =>
    `; confirm ${confirm}, reveal ${reveal}${isReadOnly ? ', read-only' : ''}${isSandbox ? ', sandbox' : ''}`,
  hostsLate: ({ seconds }: { seconds: number }) => `their files could not be read within ${seconds} s`,
  noHosts: 'none whose file can be read starts the server: kamikit init connects one',
  unseen: ({ host, variables }: { host: string; variables: readonly string[] }) =>
    `${host} sets ${variables.join(', ')} for its server alone, which no command sees: kamikit init --host moves it into the configuration`,
  notConfigured: 'not configured',
  upstreamLate: ({ where, seconds }: { where: string | null; seconds: number }) =>
    `no answer from ${where ?? 'it'} within ${seconds} s: check its address, the network, and any proxy or firewall between`,
  keyAccepted: 'key accepted',
  balance: ({ balance, level }: { balance: string | null; level: string | null }) =>
    `key accepted; balance ${balance} yuan${level === null ? '' : `, ${level}`}`,
  signatureAccepted: ({ items }: { items: number }) => `signature accepted; ${counted(items, 'item')}`,
  clockLate: ({ seconds }: { seconds: number }) => `not compared: no answer within ${seconds} s`,
  sandboxClock: 'the sandbox runs on this machine',
  noClock: 'no upstream to compare it with is configured',
  clockUnreachable: ({ host }: { host: string }) => `not compared: ${host} cannot be reached`,
  clockUntold: ({ host }: { host: string }) => `not compared: ${host} does not send the time`,
  clockAgrees: ({ host }: { host: string }) => `agrees with that of ${host}`,
  clockDiffers: ({ host, seconds }: { host: string; seconds: number }) =>
    `differs from that of ${host} by ${seconds} s: set this machine's clock`,
  ledgerLate: ({ path, seconds }: { path: string; seconds: number }) =>
    `${path} could not be read within ${seconds} s: another process may hold it, or its disk hangs`,
  ledgerGone: ({ said }: { said: string }) => `${said} Put it back, or run kamikit resume.`,
  ledgerNew: ({ path }: { path: string }) => `none yet; it will be created at ${path}`,
  ledgerOpen: ({ path }: { path: string }) =>
    `other users of this machine can read ${path}: run chmod 600 on it, or use Kamikit once, which does that`,
  ledgerOlder: '; an older version wrote it: it is brought up to date when it is next used',
  sandboxUpstream: 'the built-in sandbox, which needs no key',
  ledgerDiffers: ({ said, more }: { said: string; more: number }) =>
    `${said}${more === 0 ? '' : ` And ${more} more.`} Run kamikit ledger verify.`,
  suspended: ({ account, entryId }: { account: string; entryId: string }) =>
    `Account ${account} is suspended: entry ${entryId} was charged more than agreed. Look at it, then run kamikit resume.`,
  stopped: ({ since, by }: { since: string; by: string }) =>
    `All spending was stopped at ${since} (${by}). To go on, run kamikit resume.`,
  entries: ({ total, path }: { total: number; path: string }) =>
    `${counted(total, 'entry', 'entries')} in ${path}`,
  unknown: ({ count }: { count: number }) =>
    `; ${count} with an unknown outcome: run kamikit ledger reconcile`,
};

export interface Modes {
  confirm: string;
  reveal: string;
  isReadOnly: boolean;
  isSandbox: boolean;
}

export type Doctor = typeof doctor;
