import { inMarks, KamikitError } from '@kamikit/core';
import type { JsonObject, NewJob } from '@kamikit/ledger';
import * as z from 'zod';
import { parseWish } from '../kind.ts';
import { kinds } from '../kinds.ts';
import { maxTotal } from '../wish-fields.ts';
import { restockedGood, restockItem } from './restock-item.ts';

/** The kinds that a job can be of: those that buy, and `restock`, which buys what is missing of each and goes by mandates alone. */
export const JOB_KINDS = ['purchase', 'supplier_trade', 'restock'] as const;

export type JobKind = (typeof JOB_KINDS)[number];

export function isJobKind(kind: string): kind is JobKind {
  return JOB_KINDS.some((known) => known === kind);
}

/** What a caller asks for. */
export interface JobWish {
  kind: JobKind;
  /** Each as its kind takes it, numbers also as text, as tables have them; 5,000 at most. */
  items: readonly object[];
  /** The most that all of them together may cost, in yuan. */
  max_total: string | number;
  /** The caller's name for the job: repeating it starts nothing. */
  idempotencyKey: string;
  /** How many are under way at once, 1 to 4. */
  concurrency?: number | undefined;
  /** Its owner has to allow it: as a whole once it is priced, or by mandates that cover all of it. A `restock` always goes by mandates alone. */
  approval?: 'owner' | undefined;
}

/** What is wrong with one of the items; the first is 1. */
export interface ItemFault {
  number: number;
  what: string;
}

/** Carries each faulty item by its number. */
export class InvalidItemsError extends KamikitError {
  readonly faults: readonly ItemFault[];

  constructor(faults: readonly ItemFault[], items: number) {
    const shown = faults.slice(0, SHOWN).map(({ number, what }) => `item ${number}: ${what}`);
    const more = faults.length > SHOWN ? `; and ${faults.length - SHOWN} more` : '';
    super(
      `${faults.length} of ${items} items are invalid, so nothing was started: ${shown.join('; ')}${more}.`,
      {
        ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
      },
    );
    this.faults = faults;
  }
}

const SHOWN = 10;

/** An item as its kind reads it, or what is wrong with it. */
function readItem(kind: JobKind, item: object): { request: JsonObject } | { what: string } {
  const { success, data, error } = itemSchema(kind).safeParse(withNumbers(item));
  return success
    ? { request: { ...data } }
    : { what: error.issues.slice(0, TOLD).flatMap(faultsIn).join(', ') };
}

function itemSchema(kind: JobKind): z.ZodType<object> {
  return kind === 'restock' ? restockItem : kinds[kind].wish;
}

const TOLD = 4;
const NUMBERS: ReadonlySet<string> = new Set([
  ...(['goods_id', 'sub_id', 'sku_id', 'quantity', 'floor', 'target', 'stock'] as const),
]);

function withNumbers(item: object): object {
  return Object.fromEntries(
    Object.entries(item).map(([field, value]) => {
      const isNumber = NUMBERS.has(field) && typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value);
      return [field, isNumber ? Number(value) : value];
    }),
  );
}

/** Each field, and what it wants: people read this about the lines of a table. */
function faultsIn(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, TOLD).map((key) => `${inMarks(key, 40)} is unknown`);
  // Of several fields together.
  if (issue.path.length === 0) return [issue.message];
  const field = String(issue.path[0]);
  return [`${field}: expected ${WANTED[field] ?? 'a whole number above 0'}`];
}

const WANTED: Readonly<Record<string, string>> = {
  max_total: 'an amount above 0 in yuan',
  max_price: 'an amount above 0 in yuan',
  stock: 'a number or ledger or goods:ID/SUB or goods:ID or cards:TYPE',
  mode: 'async or sync',
  fields: 'texts by their names',
};

/** The job as it is written down. @throws {KamikitError} `invalid_request`; `InvalidItemsError` names every item that is wrong. */
export function parseJob({ kind, items, max_total, idempotencyKey, concurrency, approval }: JobWish): NewJob {
  const terms = parseWish('job', z.strictObject({ max_total: maxTotal }), { max_total });
  return {
    kind,
    items: parseItems(kind, items),
    maxTotal: terms.max_total,
    idempotencyKey,
    concurrency,
    needsWord: kind === 'restock' ? 'by mandate' : approval === 'owner',
  };
}

/** Whether it can be started, as far as it can be told without a ledger. @throws as `parseJob`. */
export function assertJob(wish: JobWish): void {
  parseJob(wish);
}

function parseItems(kind: JobKind, items: readonly object[]): JsonObject[] {
  const faults: ItemFault[] = [];
  const requests = items.map((item, index) => {
    const read = readItem(kind, item);
    if ('request' in read) return read.request;
    faults.push({ number: index + 1, what: read.what });
    return {};
  });
  if (kind === 'restock' && faults.length === 0) faults.push(...listedTwice(requests));
  if (faults.length > 0) throw new InvalidItemsError(faults, items.length);
  return requests;
}

/** Each would buy what is missing, so together they would buy it twice. */
function listedTwice(requests: readonly JsonObject[]): ItemFault[] {
  const first = new Map<string, number>();
  return requests.flatMap((request, index) => {
    const { kind, good } = restockedGood(restockItem.parse(request));
    const earlier = first.get(`${kind} ${good}`);
    first.set(`${kind} ${good}`, earlier ?? index + 1);
    return earlier === undefined ? [] : [{ number: index + 1, what: `the same as item ${earlier}` }];
  });
}
