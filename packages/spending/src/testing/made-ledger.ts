import { formatShanghaiTime, type Money, parseMoney } from '@kamikit/core';
import type { Finding, Ledger, LedgerEntry, Settlement } from '@kamikit/ledger';
import { partsOf, type SpenderOptions } from '../parts.ts';
import { START, skipping } from './open-shop.ts';

/** A time, so many seconds after a test's begins. */
export const at = (seconds: number): string => formatShanghaiTime(START + seconds * 1_000);

/** Some yuan. */
export const yuan = (amount: number): Money => parseMoney(amount);

/** The account that entries are of where a test does not say. */
export const ACCOUNT = 'an account';

/** A trade for ten yuan whose answer is lost, sent as the test begins; a test says what is otherwise. */
export function madeEntry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const evidence = { account: ACCOUNT, balance_before: '100', read_at: at(0), ...changes.evidence };
  return {
    ...{ id: 'e', kind: 'supplier_trade', idempotency_key: 'k', state: 'unknown', never_sent: false },
    ...{ request: {}, amount: yuan(10), agreed: yuan(10), charged: null, overcharged: false },
    ...{ refund_shown: false, goods: null, reference: null, result: null, used: [], unused: null },
    ...{ error: null, advice: null, created_at: at(0), sent_at: at(0), updated_at: at(0) },
    ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, mandate: null },
    ...{ job: null, job_item: null, person: null, damaged: null },
    ...changes,
    evidence,
  };
}

interface Told {
  others?: readonly LedgerEntry[];
  /** By their ids: those that changed since the entry was prepared, and of them those under way. */
  changed?: readonly string[];
  underWay?: readonly string[];
  /** Those that the pages do not show. */
  elsewhere?: readonly LedgerEntry[];
  parts?: Partial<SpenderOptions>;
}

type Asked =
  | 'now'
  | 'list'
  | 'get'
  | 'findByReference'
  | 'sincePrepared'
  | 'changedSince'
  | 'reconcile'
  | 'settle';

/** Parts whose ledger holds these entries, in this order; what else it is asked for fails. */
export function madeParts({ others = [], changed = [], underWay = [], elsewhere = [], parts = {} }: Told) {
  const pages: number[] = [];
  const sinces: number[] = [];
  const findings: Finding[] = [];
  const settled: Array<[id: string, settlement: Settlement]> = [];
  const get: Ledger['get'] = async (id) => [...others, ...elsewhere].find((entry) => entry.id === id) ?? null;
  const reads: Pick<Ledger, Asked> = {
    now: () => START,
    get,
    async list({ page = 1, perPage = 50 } = {}) {
      // A reader that never comes to the end must not go on for ever.
      if (page > others.length + 1) throw new RangeError(`there is no page ${page}`);
      pages.push(page);
      const entries = others.slice((page - 1) * perPage, page * perPage);
      return { entries, total: others.length, page, per_page: perPage };
    },
    sincePrepared: async () => ({ changed: new Set(changed), underWay: new Set(underWay) }),
    async *changedSince(_id, sinceMs) {
      sinces.push(sinceMs);
      yield* others;
    },
    findByReference: async (kind, reference) =>
      others.find((entry) => entry.kind === kind && entry.reference === reference) ?? null,
    async settle(id, settlement) {
      settled.push([id, settlement]);
      return madeEntry({ id, state: settlement.state, result: settlement.result ?? null });
    },
    async reconcile(id, reconciler) {
      const entry = await get(id);
      if (entry === null) throw new RangeError(`there is no entry ${id}`);
      findings.push(await reconciler(entry));
      return entry;
    },
  };
  const ledger: Ledger = Object.assign(Object.create(null), reads);
  return {
    ...partsOf({ ledger, timing: skipping(), ...parts }),
    /** The pages that it was asked for, since when it was asked for changes, and what it was told to record. */
    ...{ pages, sinces, findings, settled },
  };
}
