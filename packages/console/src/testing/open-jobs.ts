import { parseMoney } from '@kamikit/core';
import type { ItemQuote, NewJob, Settlement } from '@kamikit/ledger';
import { openConsole } from './open-console.ts';

type Given = Parameters<typeof openConsole>[0];

/** A page over a ledger with a job of three. */
export async function openJobs(changes: Partial<NewJob> = {}, given: Given = {}) {
  const opened = await openConsole(given);
  const { ledger } = opened;
  const items = [1, 2, 3].map((sub_id) => ({ goods_id: 1, sub_id, quantity: 1, max_total: '10' }));
  const { job } = await ledger.startJob({
    ...{ kind: 'purchase', idempotencyKey: 'many', items, maxTotal: parseMoney(30), ...changes },
  });

  /** Takes the next item through the ledger, as whoever runs a job does. */
  async function buyNext(settlement: Settlement = { state: 'completed' }, name = 'A month'): Promise<string> {
    const claim = await ledger.claimItem(job.id);
    if (!('item' in claim)) throw new TypeError('there is nothing to buy');
    const { number, request, idempotencyKey } = claim.item;
    const { id } = await ledger.execute(
      {
        ...{ kind: 'purchase', idempotencyKey, request, amount: parseMoney(9) },
        ...{ goods: { name, specification: null, quantity: 1 }, item: { job: job.id, number } },
      },
      async () => settlement,
    );
    await ledger.settleItem(job.id, number, { done: true });
    return id;
  }

  /** What an item costs, as its owner is asked. */
  const quote = (name = 'A month'): ItemQuote => ({
    ...{ total: parseMoney(9), name, specification: null, quantity: 1, account: 'mine', good: '1/1' },
  });
  return { ...opened, id: job.id, buyNext, quote, ...(await opened.enter()) };
}
