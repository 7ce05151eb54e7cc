import type { Upstream } from '@kamikit/core';

// What a recording keeps as it came. Everything else, whatever an upstream or one of our clients may add one day, is replaced
// by a placeholder of the same type and form (`placeholder.ts`); what is a card, an order number or a key anywhere is
// replaced first (`secret-fields.ts`). A name is on a list only for the reason above it.

const HEADERS = [
  // Ours, the same in every request; they decide in which form an upstream answers.
  ...['accept', 'accept-language', 'content-type'],
  // Of an answer: when to come again. It is a number of seconds or a date.
  'retry-after',
];

/** What is beside the data in every answer. Its words tell one refusal from another, so they are kept, less the secrets. */
export const ENVELOPE = ['success', 'code', 'message', 'msg', 'errors'];

export const FIELDS: Readonly<Record<Upstream, { within: readonly string[]; names: readonly string[] }>> = {
  storefront: {
    // A page of goods, their specifications, the items of an order.
    within: ['data', 'subs', 'items'],
    names: [
      // Numbers of goods and specifications, which are the same for every visitor of the shop.
      ...['id', 'goods_id', 'sub_id', 'group_id'],
      // What the shop calls its goods, and whether it delivers them by itself: public too, and what one looks for in a fixture.
      ...['name', 'goods_name', 'sub_name', 'type', 'type_name'],
      // How many there are, as a number or in words that mean one; fixed where it changes from day to day.
      ...['stock', 'sales_volume', 'quantity'],
      // Money: how it is written, and that the parts of an order add up, is what fixtures are for. Balances are fixed.
      ...[
        'price',
        'unit_price',
        'subtotal',
        'total_price',
        'actual_price',
        'balance_used',
        'balance',
        'total_spent',
      ],
      // What became of an order, which our conclusions depend on.
      ...['status', 'status_text', 'require_login'],
      // Where in a list one is.
      ...['page', 'per_page', 'current_page', 'total'],
    ],
  },
  cards: {
    // The names under which the list of a query is looked for: no document says which it is.
    within: ['data', 'list', 'items', 'codes', 'records'],
    names: [
      // What was asked for; there are eight of them.
      'action',
      // The kind of a card and its units, which say what its other fields mean.
      ...['card_type', 'card_type_name', 'duration_unit', 'duration_unit_name', 'status'],
      // How much a card holds, what is left of it and what was added; counters that run down are fixed.
      ...['duration', 'uses', 'points', 'points_per_use', 'amount', 'count'],
      ...['total_uses', 'used_count', 'remaining_count', 'total_points', 'used_points', 'remaining_points'],
      ...[
        'added_duration',
        'added_uses',
        'added_points',
        'new_total_uses',
        'new_total_points',
        'remaining_time',
      ],
      // Where in a list one is.
      ...['page', 'limit', 'total'],
    ],
  },
  supplier: {
    // Items, their specifications and their category.
    within: ['data', 'sku', 'category'],
    names: [
      // Numbers and names of items, which every customer of the shop sees alike.
      ...['id', 'sku_id', 'name'],
      // The form that a buyer fills in: the shop's questions, without anybody's answers.
      'widget',
      // How many there are, as a number or in words that mean one, and whether they are on sale.
      ...['stock', 'state', 'quantity'],
      // Money, as above. A balance is fixed.
      ...['stock_price', 'amount', 'balance'],
      // What became of a trade, and whether the buyer's number is new.
      ...['status', 'is_new'],
      // Where the buyer is notified: its own substitute is put in, below which the path stays.
      'async_url',
    ],
  },
};

export function isKeptHeader(name: string): boolean {
  return HEADERS.includes(name);
}

/** Whether a field may stay as it is: its own name is listed, and so is all that it is in. */
export function isKeptField(upstream: Upstream, path: readonly string[]): boolean {
  const { within, names } = FIELDS[upstream];
  const name = path.at(-1) ?? '';
  return names.includes(name) && path.slice(0, -1).every((outer) => within.includes(outer));
}
