import type {
  Claim,
  ItemFilter,
  ItemOutcome,
  Job,
  JobAction,
  JobItem,
  JobItemPage,
  JobState,
  NewJob,
  Priced,
  QuotedItem,
  RefusedItem,
} from './job.ts';

/** What a ledger knows of jobs, and does with them. */
export interface LedgerOfJobs {
  /**
   * Writes down a job with all of its items; whoever runs `claimItem` then buys them, one by one. `existing`: the key was used before.
   * @throws {KamikitError} `invalid_request`, `key_conflict`, `suspended`.
   */
  startJob(job: NewJob): Promise<{ job: Job; existing: boolean }>;
  /** How it stands; null for an id that the ledger does not hold. */
  job(id: string): Promise<Job | null>;
  /** By the key that it was started with. */
  findJob(idempotencyKey: string): Promise<Job | null>;
  /** The ids of jobs that begin like this, `limit` at most, of all or of one person. */
  jobIdsLike(beginning: string, limit: number, person?: string): Promise<string[]>;
  /** The latest first, 20 by default. */
  jobs(options?: { limit?: number }): Promise<Job[]>;
  /** The ids of those that somebody has to go on with, the oldest first: to buy, or to price for their owner. */
  openJobs(): Promise<string[]>;
  /**
   * The ids of those that are priced and wait for their owner's word, everybody's in turns, the oldest of each first; `evenUnpriced`:
   * those that are still being priced, too.
   */
  askedJobs(options?: { evenUnpriced?: boolean }): Promise<string[]>;
  /** The first items of a job that awaits its owner that nobody has priced yet. */
  unpricedItems(id: string, limit: number): Promise<Array<Pick<JobItem, 'number' | 'request'>>>;
  /** The items for which no mandate has room beside the others, and which one is missing; nothing is reserved. */
  uncovered(kind: string, items: readonly QuotedItem[]): Promise<RefusedItem[]>;
  /** Keeps what items cost, or why they cannot be bought. Once all are priced, their owner can be asked; a job whose items mandates cover runs. */
  quoteItems(id: string, priced: readonly Priced[]): Promise<Job>;
  /**
   * The owner's yes to all of a job, each item at its quoted price; what is decided already is returned as it stands.
   * @throws {KamikitError} `not_found`, `suspended`; `awaiting_approval` as long as it is being priced, `timeout` when it comes too
   * late, `over_budget` when all of it costs more than its `max_total`.
   */
  approveJob(id: string, by: string): Promise<Job>;
  /** The owner's no to all of a job; what is decided already is returned as it stands, and is not `isOurs`. @throws {KamikitError} `not_found`. */
  declineJob(id: string, by: string): Promise<{ job: Job; isOurs: boolean }>;
  /** One page of a job's items in order, 20 by default. */
  jobItems(
    id: string,
    options?: ItemFilter & { page?: number | undefined; perPage?: number | undefined },
  ): Promise<JobItemPage>;
  /**
   * Gives the next item to this process, for as long as an entry is held; what a process that is gone had claimed is given again.
   * @throws {KamikitError} `not_found`; `suspended` for what was changed from outside.
   */
  claimItem(jobId: string): Promise<Claim>;
  /** Records what became of a claimed item; five in a row that came to nothing stop the job. */
  settleItem(jobId: string, number: number, outcome: ItemOutcome): Promise<JobState>;
  /**
   * Takes effect between items: what is under way is not broken off.
   * @throws {KamikitError} `not_found`; `invalid_request` for a job that is over; `declined` where a buyer would resume what an
   * owner paused.
   */
  controlJob(id: string, action: JobAction, by: string): Promise<Job>;
  /** Once no item waits and none is under way; any other job stays as it is. */
  finishJob(id: string): Promise<Job>;
}
