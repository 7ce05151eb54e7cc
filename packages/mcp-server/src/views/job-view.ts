import { ITEM_STATES, type ItemState, type Job, type JobItem } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import * as z from 'zod';
import type { Jobs } from '../messages/jobs.en.ts';
import { named } from './bought-view.ts';
import { cleanText } from './clean-text.ts';
import { revealCards, type Showing } from './reveal.ts';

/** A job as a model sees it, apart from its items; money in yuan. */
export const jobView = z.object({
  job_id: z.string(),
  state: z.string(),
  /** How many items stand how; those that none does are left out. */
  counts: z.partialRecord(z.enum(ITEM_STATES), z.int()),
  max_total: z.string(),
  spent: z.string(),
  /** What all of it costs as it was priced for its owner. */
  quoted_total: z.string().optional(),
  next: z.string(),
});

export interface ShowingJobs {
  jobs: Jobs;
}

export function viewJob(job: Job, showing: ShowingJobs): z.input<typeof jobView> {
  const { id, state, counts, max_total, spent, approval } = job;
  return {
    ...{ job_id: id, state, max_total, spent },
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(approval !== null && approval.total !== null && { quoted_total: approval.total }),
    next: nextStep(job, showing),
  };
}

function nextStep(job: Job, { jobs: say }: ShowingJobs): string {
  const { state, counts } = job;
  const { unknown, pending } = counts;
  const isOver = state !== 'running' && state !== 'awaiting_approval';
  const byHand = isOver ? say.byHand({ unknown, pending }) : '';
  return [stateInWords(job, say), byHand].filter((text) => text !== '').join(' ');
}

function stateInWords({ id, state, items, approval, reason }: Job, say: Jobs): string {
  if (state === 'stopped') return say.stopped({ said: cleanText(reason?.message ?? null, 300) ?? '' });
  if (state !== 'awaiting_approval') return say[state];
  if (approval === null || approval.total === null)
    return say.pricing({ priced: approval?.priced ?? 0, items });
  return say.awaitingOwner({ jobId: id, until: approval.until });
}

/** One item; an `entry_id` is the beginning of one, which every tool takes. */
export const jobItemView = z.object({
  number: z.int(),
  state: z.enum(ITEM_STATES),
  name: z.string().optional(),
  quantity: z.number().optional(),
  total: z.string().optional(),
  entry_id: z.string().optional(),
  cards: z.string().optional(),
  error: z.string().optional(),
});

// Ten of them fit into an answer that is to stay small.
const LONGEST_NAME = 24;
const LONGEST_CARDS = 64;
const LONGEST_ERROR = 80;
const SHORT_ID = 8;

export function viewJobItem(
  { number, state, entry, error, quote }: JobItem,
  showing: Showing & ShowingJobs,
): z.input<typeof jobItemView> {
  const goods = entry?.goods ?? quote;
  const failure = error ?? entry?.error ?? null;
  const said = failure === null ? null : cleanText(`${failure.code}: ${failure.message}`, LONGEST_ERROR);
  const total = entry?.charged ?? entry?.amount ?? quote?.total ?? null;
  return {
    ...{ number, state },
    ...(goods && named(cleanText(goods.name, LONGEST_NAME), null)),
    ...(goods && { quantity: goods.quantity }),
    ...(total !== null && { total }),
    ...(entry && { entry_id: entry.id.slice(0, SHORT_ID), ...cardsOf(entry, showing) }),
    ...(said !== null && FAILED.has(state) && { error: said }),
  };
}

const FAILED: ReadonlySet<ItemState> = new Set<ItemState>(['failed', 'refused', 'unknown', 'refunded']);

function cardsOf(entry: NonNullable<JobItem['entry']>, showing: Showing & ShowingJobs): { cards?: string } {
  const delivered = deliveredBy(entry);
  if (delivered === null) return {};
  if (showing.reveal === 'inline' && delivered.length > LONGEST_CARDS) {
    const lines = delivered.split('\n').filter((line) => line.trim() !== '').length;
    return { cards: showing.jobs.cardsElsewhere({ lines, entryId: entry.id.slice(0, SHORT_ID) }) };
  }
  return { cards: revealCards(delivered, entry.id, showing) ?? '' };
}
