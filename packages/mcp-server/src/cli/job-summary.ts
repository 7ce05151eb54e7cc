import { stripInvisible } from '@kamikit/core/base';
import { ITEM_STATES, type Job, type JobItem, LEFT_BY_HAND, type Ledger } from '@kamikit/ledger';
import type { CommandMessages } from '../messages/commands.en.ts';
import { SHORT_ID } from './entry-with-id.ts';

const MOST_LEFT = 10;

/** How a job stands, and what is left to do by hand, in words. */
export async function jobSummary(
  job: Job,
  ledger: Pick<Ledger, 'jobItems'>,
  say: CommandMessages,
): Promise<string> {
  const { jobs: words } = say;
  const { id, state, counts, spent, max_total: most, approval, reason, person } = job;
  const short = id.slice(0, SHORT_ID);
  const told = ITEM_STATES.filter((each) => counts[each] > 0 || each === 'completed');
  const isOver = ['stopped', 'finished', 'cancelled'].includes(state);
  const lines = [
    words.outcome({ id: short, state: stateInWords(job, say) }),
    ...(person === null ? [] : [say.owner.requestedBy({ person: person.name })]),
    ...inLines(told.map((each) => words.count({ what: words.items[each], count: counts[each] }))),
    words.spent({ spent, most }),
    ...(reason === null
      ? []
      : [words.reason({ why: say.failure.explained(reason.code, { said: reason.message }) })]),
    ...(reason?.hint ? [say.failure.advised({ said: reason.hint })] : []),
    ...(approval?.total && approval.until && state === 'awaiting_approval'
      ? [words.quoted({ total: approval.total, until: approval.until }), words.howToApprove({ id: short })]
      : []),
    ...(isOver ? await leftToDo(job, ledger, say) : []),
    ...(state === 'paused' ? [words.howToResume({ id: short })] : []),
    ...(state === 'stopped' ? [words.howToResumeMended({ id: short })] : []),
    ...(counts.completed > 0 && isOver ? [words.howToExport({ id: short })] : []),
  ];
  return `${stripInvisible(lines.join('\n'))}\n`;
}

/** Of a restock nobody is asked: until its stock is counted, it waits for that. */
export function stateInWords({ kind, state }: Job, { job, jobs }: CommandMessages): string {
  return kind === 'restock' && state === 'awaiting_approval' ? jobs.uncounted : job.states[state];
}

// Of five, with thousands of each, a terminal of 80 columns has room in a line.
const COUNTS_IN_A_LINE = 5;

function inLines(counts: readonly string[]): string[] {
  const lines = Math.ceil(counts.length / COUNTS_IN_A_LINE);
  return Array.from({ length: lines }, (_, line) =>
    counts.slice(line * COUNTS_IN_A_LINE, (line + 1) * COUNTS_IN_A_LINE).join('  '),
  );
}

async function leftToDo(
  { id }: Job,
  ledger: Pick<Ledger, 'jobItems'>,
  say: CommandMessages,
): Promise<string[]> {
  const { items, total } = await ledger.jobItems(id, { states: LEFT_BY_HAND, perPage: MOST_LEFT });
  if (total === 0) return [];
  return [
    say.jobs.left,
    ...items.map((item) => leftItem(item, say)),
    ...(total > items.length ? [say.jobs.moreOfThem({ more: total - items.length })] : []),
  ];
}

function leftItem({ number, state, entry, error }: JobItem, say: CommandMessages): string {
  const failure = error ?? entry?.error ?? null;
  const why =
    entry?.advice != null && state !== 'refused'
      ? say.result.advice(entry.state, { said: entry.advice })
      : failure === null
        ? say.jobs.lookedAtAgain
        : say.failure.explained(failure.code, { said: failure.message });
  return say.jobs.leftItem({ number, state: say.jobs.items[state], why: why.replaceAll(/\s+/g, ' ') });
}

const ALL_BOUGHT = 0;
const NOT_ALL = 1;
const CANCELLED = 3;
const OPEN = 5;

/** The help of `kamikit job start` tells them. */
export function jobExitCode({ state, counts, items }: Job): number {
  if (state === 'cancelled') return CANCELLED;
  if (state === 'stopped') return NOT_ALL;
  if (state !== 'finished') return OPEN;
  return counts.completed + counts.enough === items ? ALL_BOUGHT : NOT_ALL;
}
