import { KamikitError, parseMoney, StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender, deliveredBy } from '@kamikit/spending';

const sandbox = await startSandbox(); // stands in for the shop, with play money
const { apiKey, url: baseUrl } = sandbox.storefront;
const ledger = await openLedger({ path: 'ledger.db', dailyBudget: parseMoney(100) });
const spender = createSpender({ ledger, storefront: new StorefrontClient({ apiKey, baseUrl }) });

async function buy(idempotencyKey: string, quantity: number, max_total: string) {
  try {
    const wish = { goods_id: 1, sub_id: 11, quantity, max_total };
    return deliveredBy(await spender.follow((await spender.purchase(wish, { idempotencyKey })).id));
  } catch (error) {
    if (!(error instanceof KamikitError && error.outcome === 'unknown')) return String(error);
    const { entryId = '' } = error; // its answer was lost: do not send it again ...
    return (await spender.reconcile(entryId)).advice; // ... but compare the account before and after
  }
}
console.log(await buy('birthday', 2, '60'), await buy('birthday', 2, '60')); // one key, one purchase
console.log(await buy('party', 3, '60'), await buy('party', 3, '90')); // above 60 yuan; over budget
sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
console.log(await buy('wedding', 1, '30'), sandbox.state().storefront.charges.length); // 2 keys, 2 charges
await Promise.all([sandbox.close(), ledger.close()]);
