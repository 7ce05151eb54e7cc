import type { JobState } from '@kamikit/ledger';
import { counted } from './english.ts';

/** Where the owner allows a job. */
export interface JobPlace {
  /** The address of the owner's page, where one is running. */
  page: string | null;
  jobId: string;
  until: string | null;
}

/** What is said of jobs: what to do next, and what a user is asked. `said`: by one of our libraries. */
export const jobs = {
  states: {
    awaiting_approval: 'awaiting approval',
    running: 'running',
    paused: 'paused',
    stopped: 'stopped by itself',
    finished: 'finished',
    cancelled: 'cancelled',
  } satisfies Record<JobState, string>,
  existing: 'This key was used before: this is that job, and nothing was started again.',
  pricing: ({ priced, items }: { priced: number; items: number }) =>
    `Nothing was bought yet: ${priced} of ${counted(items, 'item')} priced, then the owner is asked. Call get_job.`,
  counting: ({ priced, items }: { priced: number; items: number }) =>
    `Nothing was bought yet: ${priced} of ${counted(items, 'item')} counted. Nobody is asked: only what a mandate covers is bought. Call get_job.`,
  awaitingOwner: ({ page, jobId, until }: JobPlace) =>
    `Nothing was bought yet: the owner has to allow all of it${until === null ? '' : ` until ${until}`}, ${page === null ? `with \`kamikit approve ${jobId}\`` : `on the page ${page}`}. Tell the user so; get_job tells what became of it.`,
  running:
    'It goes on by itself. get_job tells how it stands (wait_seconds waits). Do not buy its items in another way.',
  paused: 'Paused: nothing new is bought until control_job resumes it.',
  stopped: ({ said }: { said: string }) =>
    `It stopped by itself, and nothing new is bought. ${said} Tell the user; once that is mended, control_job resumes it.`,
  finished: 'Finished. get_job with page shows every item, with its cards.',
  cancelled: 'Cancelled: nothing more is bought. What was bought stays bought.',
  byHand: ({ unknown, pending }: { unknown: number; pending: number }) =>
    [
      ...(unknown === 0
        ? []
        : [
            `The outcome of ${counted(unknown, 'item')} is unknown: reconcile_ledger finds out. Do not buy ${unknown === 1 ? 'it' : 'them'} again.`,
          ]),
      ...(pending === 0 ? [] : [`${counted(pending, 'item')} not delivered yet.`]),
    ].join(' '),
  cardsElsewhere: ({ lines, entryId }: { lines: number; entryId: string }) =>
    `[${counted(lines, 'line')}: list_ledger with search ${entryId}]`,
  pastLastPage: ({ pages }: { pages: number }) => `There are ${counted(pages, 'page')} only.`,
  progress: ({ done, items }: { done: number; items: number }) => `${done} of ${counted(items, 'item')} done`,

  ask: ({ items, most }: { items: number; most: string }) =>
    `Start a job of ${counted(items, 'purchase')} that may cost ${most} yuan in all?`,
  costs: ({ total }: { total: string }) => `As priced now: ${total} yuan`,
  unpriced: 'They could not all be priced in time.',
  cannotBuy: ({ count }: { count: number }) => `Cannot be bought now: ${counted(count, 'item')}`,
  goods: ({ names, more }: { names: readonly string[]; more: number }) =>
    `Goods, as the shop calls them: ${names.join(', ')}${more === 0 ? '' : `, ${more} more`}`,
};

export type Jobs = typeof jobs;
