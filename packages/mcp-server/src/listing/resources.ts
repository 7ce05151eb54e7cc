import type { Config } from '../config/config.ts';

/** A call that answers for a resource: it shows what its tool shows, and no more. */
export interface ResourceCall {
  tool: string;
  args: Readonly<Record<string, unknown>>;
  /** The one entry of the answer that is meant. */
  entryId?: string;
}

const described = { mimeType: 'application/json' };

/** What can be read without asking for one thing by its number. */
const FIXED = [
  {
    ...{ uri: 'kamikit://ledger/recent', name: 'ledger-recent', title: 'Bought lately', ...described },
    description: 'The newest entries of the ledger, with what was delivered.',
    call: { tool: 'list_ledger', args: {} },
  },
  {
    ...{
      uri: 'kamikit://ledger/this-month',
      name: 'ledger-this-month',
      title: 'Spent this month',
      ...described,
    },
    description: 'What was spent this month, by good.',
    call: { tool: 'spending_summary', args: { group_by: 'good' } },
  },
  {
    ...{ uri: 'kamikit://goods/all', name: 'goods-all', title: 'What the shop sells', ...described },
    description: 'The first page of the shop’s goods, with prices and stock.',
    call: { tool: 'list_goods', args: {} },
  },
] as const;

const TEMPLATES = [
  {
    ...{
      uriTemplate: 'kamikit://ledger/{entry_id}',
      name: 'ledger-entry',
      title: 'A ledger entry',
      ...described,
    },
    description: 'One entry of the ledger, by its entry_id.',
  },
  {
    ...{ uriTemplate: 'kamikit://goods/{goods_id}', name: 'goods', title: 'A product', ...described },
    description: 'One product, with prices and stock, by its goods_id.',
  },
] as const;

/** Those of what is configured. */
export function resourcesFor(config: Config) {
  return {
    resources: FIXED.filter(({ uri }) => isOffered(uri, config)).map(({ call, ...resource }) => resource),
    templates: TEMPLATES.filter(({ uriTemplate }) => isOffered(uriTemplate, config)),
  };
}

function isOffered(uri: string, { configured }: Config): boolean {
  return uri.startsWith('kamikit://goods/') ? configured.includes('storefront') : configured.length > 0;
}

/** The call behind an address; null for one that is not offered. */
export function callFor(uri: string, config: Config): ResourceCall | null {
  if (!isOffered(uri, config)) return null;
  const fixed = FIXED.find((resource) => resource.uri === uri);
  if (fixed !== undefined) return fixed.call;
  const [, goods] = /^kamikit:\/\/goods\/([1-9]\d{0,14})$/.exec(uri) ?? [];
  if (goods !== undefined) return { tool: 'get_goods', args: { goods_id: goods } };
  const [, entry] = /^kamikit:\/\/ledger\/([\w-]{1,64})$/.exec(uri) ?? [];
  return entry === undefined
    ? null
    : { tool: 'list_ledger', args: { search: entry, per_page: 50 }, entryId: entry };
}
