import { addMoney, compareMoney, parseMoney, shanghaiDay } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { readFile } from './disk.ts';
import type { Outcome } from './invariants.ts';
import { Violation } from './violation.ts';

interface Event {
  seq: number;
  entry_id: string | null;
  action: string;
  from_state: string | null;
  to_state: string | null;
  detail: string | null;
  counted: string | null;
}

/** Goes through a ledger's events from the first to the last: what they tell must be allowed, and come to the entries as they are. */
export function checkEvents({ path, entries, setting, deeds }: Outcome): void {
  const events = rowsIn(path, 'select * from events order by seq').map(toEvent);
  const jobs = rowsIn(path, 'select id, state from jobs').map(({ id, state }) => ({
    id: String(id),
    state: String(state),
  }));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const states = new Map<string, string | null>();
  const suspended = new Set<unknown>();
  const revoked = new Set<unknown>();
  let isStopped = false;
  for (const event of events) {
    const { entry_id, action } = event;
    const detail = JSON.parse(event.detail ?? '{}');
    if (action === 'spending stopped') isStopped = true;
    if (action === 'spending resumed') isStopped = false;
    if (action === 'account suspended') suspended.add(detail.account);
    if (action === 'account resumed') suspended.delete(detail.account);
    if (action === 'mandate revoked') revoked.add(detail.mandate);
    if (entry_id === null || event.to_state === null) continue;
    const entry = byId.get(entry_id);
    if (entry === undefined && !jobs.some(({ id }) => id === entry_id))
      throw new Violation(
        'the events account for the entries',
        `event ${event.seq} is of no entry and no job: ${entry_id}`,
      );
    if ((states.get(entry_id) ?? null) !== event.from_state)
      throw new Violation(
        'the events account for the entries',
        `event ${event.seq} goes from ${event.from_state}, not ${states.get(entry_id)}`,
      );
    states.set(entry_id, event.to_state);
    if (entry === undefined) continue;
    if (action === 'sent') {
      if (isStopped)
        throw new Violation(
          "the owner's word holds",
          `${entry_id} was sent after the owner had stopped everything`,
        );
      if (suspended.has(entry.evidence.account))
        throw new Violation(
          "the owner's word holds",
          `${entry_id} was sent with an account that was suspended`,
        );
      if (revoked.has(entry.mandate))
        throw new Violation(
          "the owner's word holds",
          `${entry_id} was sent by a mandate that had been revoked`,
        );
      if (entry.quote !== null && entry.mandate === null && entry.decided_by === null)
        throw new Violation(
          "the owner's word holds",
          `${entry_id} was sent, and its owner had not been asked`,
        );
    }
    if (event.to_state === 'prepared' && entry.amount !== null) checkLimit(event, setting.dailyBudget);
  }
  for (const { id, state } of [...entries, ...jobs])
    if (states.get(id) !== state)
      throw new Violation(
        'the events account for the entries',
        `${id} is ${state}, and by its events ${states.get(id)}`,
      );
  checkSums(events.at(-1), entries);
  for (const deed of deeds) {
    const [, kind, key] = /^(\S+) (\S+) /.exec(deed.call) ?? [];
    const declined = entries.some(
      (entry) => entry.kind === kind && entry.idempotency_key === key && entry.error?.code === 'declined',
    );
    if (declined)
      throw new Violation("the owner's word holds", `${deed.call} was done against its owner's no`);
  }
}

function rowsIn(path: string, query: string): Array<Record<string, unknown>> {
  return readFile(path, (database) => database.prepare(query).all());
}

function toEvent(row: Record<string, unknown>): Event {
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    ...{ seq: Number(row.seq), action: String(row.action) },
    ...{ entry_id: text('entry_id'), from_state: text('from_state'), to_state: text('to_state') },
    ...{ detail: text('detail'), counted: text('counted') },
  };
}

/** What is reserved for a new wish is within what was left, whatever the ones before were charged. */
function checkLimit({ seq, counted }: Event, dailyBudget: string | null): void {
  const spent = parseMoney(JSON.parse(counted ?? '{}').spent ?? 0);
  if (dailyBudget !== null && compareMoney(spent, parseMoney(dailyBudget)) > 0)
    throw new Violation('budgets are kept', `with event ${seq} ${spent} were reserved, of ${dailyBudget}`);
}

/** The last event's sum is that of the entries. */
function checkSums(last: Event | undefined, entries: readonly LedgerEntry[]): void {
  const { day, spent } = JSON.parse(last?.counted ?? '{}');
  if (day === undefined) return;
  const counts = entries.filter(
    ({ state, refund_shown, sent_at, created_at, decided_at }) =>
      state !== 'refused' &&
      state !== 'awaiting_approval' &&
      !refund_shown &&
      shanghaiDay(Date.parse(sent_at ?? decided_at ?? created_at)) === day,
  );
  const sum = addMoney(...counts.map(({ amount }) => amount ?? addMoney()));
  if (compareMoney(sum, parseMoney(spent)) !== 0)
    throw new Violation(
      'the events account for the entries',
      `the events count ${spent} on ${day}, and the entries ${sum}`,
    );
}
