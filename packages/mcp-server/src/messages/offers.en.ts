/** A wish as a person gives it to a prompt; undefined is what was left blank. */
export interface Wanted {
  name: string;
  count: string | undefined;
  most: string | undefined;
}

/** A bundle's host fills the whole text in by itself (`listed.ts` of the bundle), so it has to read well around blanks too. */
function wanted({ name, count, most }: Wanted): string {
  return [
    `${name}.`,
    ...(count === undefined ? [] : [`Quantity (1 if blank): ${count}.`]),
    ...(most === undefined ? [] : [`It may cost at most, in yuan (no limit of mine if blank): ${most}.`]),
  ].join(' ');
}

/** What a host shows its user to choose from: prompts and resources. */
export const offers = {
  something: 'something',
  arguments: {
    what: 'What to buy, in the shop’s language',
    quantity: 'How many; 1 by default',
    maxTotal: 'The most it may cost, in yuan',
  },
  prompts: {
    buy: {
      title: 'Buy',
      description: 'Find something in the shop, show what it costs, and buy it once that is agreed.',
      text: (wish: Wanted) =>
        `Buy from the shop: ${wanted(wish)} Find it with list_goods and get_goods, show me the name, the specification, the stock and the total, and ask me before you call purchase. Then give me the cards exactly as delivered.`,
    },
    restock: {
      title: 'Restock',
      description: 'Find something at the supplier, show what it costs, and trade it once that is agreed.',
      text: (wish: Wanted) =>
        `Restock from the supplier: ${wanted(wish)} Look with list_ledger at what was paid for it last, find it with supplier_items and supplier_item, check the amount with supplier_check, show me all that, and ask me before you call supplier_trade. Then give me the contents exactly as delivered.`,
    },
    this_month: {
      title: 'This month',
      description: 'What was spent this month, on what, and what is still open or unused.',
      text: () =>
        'Show me what was spent this month: spending_summary in all and by good, then list_ledger for what is pending, unknown or waiting for approval, and with unused: true for cards that are not marked as used. Name sums in yuan, tell refunds apart, and say what I should look at.',
    },
  },
  resources: {
    'ledger-recent': {
      title: 'Bought lately',
      description: 'The newest entries of the ledger, with what was delivered.',
    },
    'ledger-awaiting': {
      title: 'Waiting for approval',
      description: 'What the owner has to approve or decline, with where.',
    },
    'ledger-this-month': { title: 'Spent this month', description: 'What was spent this month, by good.' },
    'goods-all': {
      title: 'What the shop sells',
      description: 'The first page of the shop’s goods, with prices and stock.',
    },
    'ledger-entry': { title: 'A ledger entry', description: 'One entry of the ledger, by its entry_id.' },
    goods: { title: 'A product', description: 'One product, with prices and stock, by its goods_id.' },
    'result-view': {
      title: 'A result, to look at',
      description: 'How a chat shows a purchase, or entries of the ledger.',
    },
  },
};

export type OfferMessages = typeof offers;
