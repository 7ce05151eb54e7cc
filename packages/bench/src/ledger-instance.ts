// One of several programs on one ledger in PostgreSQL: told how many, it takes so many orders through it, and says when it is done.
import { parseMoney } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';

const [databaseUrl = '', folder = ''] = process.argv.slice(2);
// As many at once as people call one of four instances.
const AT_ONCE = 5;
const ledger = await openLedger({ databaseUrl, integrity: { folder }, dailyBudget: parseMoney(1_000_000) });
let last = 0;

function order() {
  const idempotencyKey = `${process.pid}-${last++}`;
  const wish = { kind: 'purchase', idempotencyKey, request: { goods_id: 1 }, amount: parseMoney(1) };
  const told = { likeness: { idempotencyKey }, evidence: { account: 'mine' } };
  const answer = { state: 'completed', reference: idempotencyKey, isOwnReference: true } as const;
  return ledger.execute({ ...wish, ...told }, async () => ({
    ...answer,
    result: { cards: [idempotencyKey] },
  }));
}

process.on('message', async (count) => {
  const each = Array.from({ length: Number(count) / AT_ONCE });
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const _ of each) await order();
    }),
  );
  process.send?.('done');
});
process.on('disconnect', () => ledger.close());
process.send?.('ready');
