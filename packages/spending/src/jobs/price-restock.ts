import { parseMoney } from '@kamikit/core';
import type { ItemQuote, JsonObject } from '@kamikit/ledger';
import { kinds } from '../kinds.ts';
import type { Parts } from '../parts.ts';
import { countStock } from './count-stock.ts';
import { readShelf, restockedGood, restockItem, wishToRestock } from './restock-item.ts';

const NOTHING = { total: parseMoney(0), name: null, specification: null, quantity: 0 };

/** How many are missing, and what they cost by `quote`; a quantity of 0 where there is enough. */
export async function priceRestock(
  request: JsonObject,
  { signal, parts }: { signal: AbortSignal | undefined; parts: Parts },
  quote: (kind: 'purchase' | 'supplier_trade', wish: JsonObject) => Promise<ItemQuote>,
): Promise<ItemQuote> {
  const item = restockItem.parse(request);
  const { kind, good } = restockedGood(item);
  const { account, formerAccount } = await parts.client(kinds[kind].upstream);
  const accounts = [account, ...(formerAccount === null ? [] : [formerAccount])];
  // Before the shelf is: what is put on it in between counts twice rather than not at all.
  const { on_the_way, unused } = await (await parts.ledger()).held({ kind, accounts, good });
  const held = on_the_way + unused;
  const shelf = await countStock(readShelf(item.stock) ?? 'ledger', parts, signal);
  const restocks = { kind, accounts, shelf, held };
  if (shelf + held >= item.floor) return { ...NOTHING, account, good, restocks };
  const priced = await quote(kind, wishToRestock(item, item.target - shelf - held));
  return { ...priced, restocks };
}
