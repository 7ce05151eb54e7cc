/**
 * Every field of a result that holds a text which an upstream wrote: data, whatever it says. All other texts are ours,
 * apart from what stands in marks “ ” in them.
 */
export const SHOP_FIELDS: readonly string[] = [
  ...['name', 'category', 'type_name', 'goods_name', 'specification', 'description', 'detail', 'introduce'],
  'picture',
  ...['usage_instructions', 'stock_text', 'status_text', 'status', 'duration_unit', 'level_name', 'username'],
  ...[
    'title',
    'placeholder',
    'regex',
    'options',
    'default',
    'defaults',
    'order_sn',
    'shop_trade_no',
    'reference',
  ],
  ...['code', 'codes', 'cards', 'contents', 'contents_decoded', 'notice', 'evidence'],
];
