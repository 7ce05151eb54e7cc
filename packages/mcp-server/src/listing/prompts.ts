import type { Config } from '../config/config.ts';

export interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
}

/** What a host offers its user to begin with, and the tool whose answer completes the argument `what`. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: PromptArgument[];
  /** Offered where this is configured; anywhere otherwise. */
  needs?: 'storefront' | 'supplier';
  text(args: Readonly<Record<string, string>>): string;
}

const what = { name: 'what', description: 'What to buy, in the shop’s language', required: true };
const quantity = { name: 'quantity', description: 'How many; 1 by default', required: false };
const maxTotal = { name: 'max_total', description: 'The most it may cost, in yuan', required: false };

const prompts: readonly Prompt[] = [
  {
    name: 'buy',
    title: 'Buy',
    description: 'Find something in the shop, show what it costs, and buy it once that is agreed.',
    arguments: [what, quantity, maxTotal],
    needs: 'storefront',
    text: (args) =>
      `Buy from the shop: ${wanted(args)} Find it with list_goods and get_goods, show me the name, the specification, the stock and the total, and ask me before you call purchase. Then give me the cards exactly as delivered.`,
  },
  {
    name: 'restock',
    title: 'Restock',
    description: 'Find something at the supplier, show what it costs, and trade it once that is agreed.',
    arguments: [what, quantity, maxTotal],
    needs: 'supplier',
    text: (args) =>
      `Restock from the supplier: ${wanted(args)} Look with list_ledger at what was paid for it last, find it with supplier_items and supplier_item, check the amount with supplier_check, show me all that, and ask me before you call supplier_trade. Then give me the contents exactly as delivered.`,
  },
  {
    name: 'this_month',
    title: 'This month',
    description: 'What was spent this month, on what, and what is still open or unused.',
    arguments: [],
    text: () =>
      'Show me what was spent this month: spending_summary in all and by good, then list_ledger for what is pending or unknown, and with unused: true for cards that are not marked as used. Name sums in yuan, tell refunds apart, and say what I should look at.',
  },
];

/**
 * What is wanted, without what was left blank: hosts send an empty text for that. A bundle's host fills the whole text in by
 * itself (`listed.ts` of the bundle), so it has to read well around blanks too.
 */
function wanted({ what: name, quantity: count, max_total: most }: Readonly<Record<string, string>>) {
  return [
    `${name?.trim() || 'something'}.`,
    ...(count?.trim() ? [`Quantity (1 if blank): ${count.trim()}.`] : []),
    ...(most?.trim() ? [`It may cost at most, in yuan (no limit of mine if blank): ${most.trim()}.`] : []),
  ].join(' ');
}

/** Those whose tools are offered; the ones that buy, only where buying is. */
export function promptsFor({ configured, readOnly }: Config): readonly Prompt[] {
  if (configured.length === 0) return [];
  return prompts.filter(({ needs }) => needs === undefined || (configured.includes(needs) && !readOnly));
}
