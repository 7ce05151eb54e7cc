import { KamikitError } from '@kamikit/core';
import type { ExecutedEntry, Job, Ledger, LedgerEntry } from '@kamikit/ledger';
import type { JobWish, Spender, SpendOptions } from '@kamikit/spending';
import type { CallMessages } from '../messages/calls.en.ts';
import { whereToApprove } from '../views/waiting-view.ts';
import type { Answer } from './confirm.ts';

/** Under whose name the answer to a question stands that went through the host. */
const THROUGH_THE_HOST = 'elicitation';

interface OwnerParts {
  spender: Spender;
  ledger(): Promise<Pick<Ledger, 'list' | 'approveJob' | 'declineJob'>>;
  /** Asks through the host, where the owner lets that count. Without an answer, it goes on waiting. */
  ask: ((entry: LedgerEntry) => Promise<Answer>) | undefined;
  /** The same about a job that is priced. */
  askJob: ((job: Job) => Promise<Answer>) | undefined;
  /** Where the owner's page runs. */
  page(): string | null;
  say: CallMessages;
}

/**
 * The dealings as `KAMIKIT_CONFIRM=owner` allows them: what no mandate covers waits for its owner, whichever tool asks for it.
 */
export function underOwnersWord({ spender, ledger, ask, askJob, page, say }: OwnerParts): Spender {
  type Dealing<Wish, Entry> = (wish: Wish, options: SpendOptions) => Promise<Entry>;

  function asking<Wish, Entry extends ExecutedEntry>(deal: Dealing<Wish, Entry>): Dealing<Wish, Entry> {
    return async (wish, { confirm, ...options }) => {
      const dealing = () => deal(wish, { ...options, approval: 'owner' });
      const entry = await dealing();
      if (entry.state !== 'awaiting_approval' || ask === undefined) return entry;
      const answer = await ask(entry);
      if (answer === 'accept')
        await spender.approve(entry.id, { by: THROUGH_THE_HOST, signal: options.signal });
      else if (answer === 'decline') await spender.decline(entry.id, { by: THROUGH_THE_HOST });
      // What became of it, by its key.
      return answer === 'accept' || answer === 'decline' ? dealing() : entry;
    };
  }

  /** For what has no answer of its own that says so. @throws {KamikitError} `awaiting_approval`. */
  function done<Wish, Entry extends ExecutedEntry>(deal: Dealing<Wish, Entry>): Dealing<Wish, Entry> {
    const dealing = asking(deal);
    return async (wish, options) => {
      const entry = await dealing(wish, options);
      if (entry.state === 'awaiting_approval') throw awaiting(entry);
      return entry;
    };
  }

  function awaiting(entry: LedgerEntry): KamikitError {
    const { id, kind, quote_until } = entry;
    return new KamikitError(
      `This ${kind} awaits its owner’s approval until ${quote_until} (entry ${id}). Nothing was sent yet.`,
      {
        ...{ code: 'awaiting_approval', outcome: 'not_committed', entryId: id, retryable: true },
        hint: say.result.awaitingOwner(whereToApprove(entry, { page })),
      },
    );
  }

  /** A job waits as a whole, and is asked about once it is priced. */
  async function startJob(wish: JobWish): ReturnType<Spender['startJob']> {
    const started = await spender.startJob({ ...wish, approval: 'owner' });
    if (askJob === undefined || started.job.state !== 'awaiting_approval') return started;
    const priced = await spender.quoteJob(started.job.id);
    if (priced.state !== 'awaiting_approval') return { ...started, job: priced };
    const answer = await askJob(priced);
    const { id } = priced;
    if (answer === 'accept')
      return { ...started, job: await (await ledger()).approveJob(id, THROUGH_THE_HOST) };
    if (answer !== 'decline') return { ...started, job: priced };
    return { ...started, job: (await (await ledger()).declineJob(id, THROUGH_THE_HOST)).job };
  }

  const deleting = done(spender.delete);
  return {
    ...{ ...spender, startJob },
    ...{ purchase: asking(spender.purchase), trade: asking(spender.trade) },
    ...{ use: done(spender.use), recharge: done(spender.recharge), issue: done(spender.issue) },
    // Its tool takes no key: a card that waits to be deleted is not asked about again.
    async delete(wish, options) {
      const waiting = await waitingDeletion(wish.code, await ledger());
      return deleting(wish, { ...options, idempotencyKey: waiting ?? options.idempotencyKey });
    },
  };
}

async function waitingDeletion(code: string, ledger: Pick<Ledger, 'list'>): Promise<string | null> {
  const state = 'awaiting_approval';
  const { entries } = await ledger.list({ kind: 'delete_card', state, perPage: 50 });
  return entries.find(({ request }) => request.code === code)?.idempotency_key ?? null;
}
