import { ITEM_STATES, type ItemState, type Job, type JobItem, type RecordedError } from '@kamikit/ledger';
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

export interface ShowingJobs extends Pick<Showing, 'page'> {
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

function nextStep(job: Job, { jobs: say, page }: ShowingJobs): string {
  const { state, counts } = job;
  const { unknown, pending } = counts;
  const isOver = state !== 'running' && state !== 'awaiting_approval';
  const byHand = isOver ? say.byHand({ unknown, pending }) : '';
  return [stateInWords(job, say, page), byHand].filter((text) => text !== '').join(' ');
}

function stateInWords(job: Job, say: Jobs, page: Showing['page']): string {
  const { id, kind, state, items, approval, reason } = job;
  if (state === 'stopped') return say.stopped({ said: cleanText(reason?.message ?? null, 200) ?? '' });
  if (state !== 'awaiting_approval') return say[state];
  if (approval === null || approval.total === null)
    return say[kind === 'restock' ? 'counting' : 'pricing']({ priced: approval?.priced ?? 0, items });
  return say.awaitingOwner({ page: page?.() ?? null, jobId: id, until: approval.until });
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

/** How much of an item is told. */
interface Detail {
  name: number;
  cards: number;
  error: number;
}

/** From the most to the least, for where so many items have much to tell that the answer would grow. */
const DETAILS: readonly [Detail, ...Detail[]] = [
  { name: 24, cards: 64, error: 80 },
  { name: 24, cards: 0, error: 40 },
  { name: 0, cards: 0, error: 0 },
];
const SHORT_ID = 8;
// Beside the rest of a job's answer, which stays under 3,000 bytes.
const MOST_BYTES = 2_900;

/** Both in one answer, in as few bytes as a model should have to read about a job, however large. */
export function viewJobWithItems(job: Job, items: readonly JobItem[], showing: Showing & ShowingJobs) {
  const view = viewJob(job, showing);
  const told = (detail: Detail) => ({
    ...view,
    items: items.map((item) => viewJobItem(item, detail, showing)),
  });
  const fitting = DETAILS.map(told).find((answer) => Buffer.byteLength(JSON.stringify(answer)) < MOST_BYTES);
  return fitting ?? told({ name: 0, cards: 0, error: 0 });
}

function viewJobItem(
  { number, state, entry, error, quote }: JobItem,
  detail: Detail,
  showing: Showing & ShowingJobs,
): z.input<typeof jobItemView> {
  const goods = entry?.goods ?? quote;
  const failure = error ?? entry?.error ?? null;
  const total = entry?.charged ?? entry?.amount ?? quote?.total ?? null;
  return {
    ...{ number, state },
    ...(goods && detail.name > 0 && named(cleanText(goods.name, detail.name), null)),
    ...(goods && { quantity: goods.quantity }),
    ...(total !== null && { total }),
    ...(entry && { entry_id: entry.id.slice(0, SHORT_ID), ...cardsOf(entry, detail, showing) }),
    ...(failure !== null && FAILED.has(state) && { error: said(failure, detail) }),
  };
}

function said({ code, message }: RecordedError, { error }: Detail): string {
  return error === 0 ? code : (cleanText(`${code}: ${message}`, error) ?? code);
}

const FAILED: ReadonlySet<ItemState> = new Set<ItemState>(['failed', 'refused', 'unknown', 'refunded']);

function cardsOf(
  entry: NonNullable<JobItem['entry']>,
  detail: Detail,
  showing: Showing & ShowingJobs,
): { cards?: string } {
  const delivered = deliveredBy(entry);
  if (delivered === null) return {};
  const isShort = showing.reveal === 'sealed' ? detail.cards > 0 : delivered.length <= detail.cards;
  if (isShort) return { cards: revealCards(delivered, entry.id, showing) ?? '' };
  const lines = delivered.split('\n').filter((line) => line.trim() !== '').length;
  return { cards: showing.jobs.cardsElsewhere({ lines, entryId: entry.id.slice(0, SHORT_ID) }) };
}
