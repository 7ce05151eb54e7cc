import type { Config } from '../config/config.ts';
import type { OfferMessages } from '../messages/offers.en.ts';

/** A call that answers for a resource: it shows what its tool shows, and no more. */
export interface ResourceCall {
  tool: string;
  args: Readonly<Record<string, unknown>>;
  /** The one entry of the answer that is meant. */
  entryId?: string;
}

/** What can be read without asking for one thing by its number. */
const FIXED = [
  { uri: 'kamikit://ledger/recent', name: 'ledger-recent', call: { tool: 'list_ledger', args: {} } },
  {
    uri: 'kamikit://ledger/awaiting',
    name: 'ledger-awaiting',
    call: { tool: 'list_ledger', args: { state: 'awaiting_approval' } },
  },
  {
    uri: 'kamikit://ledger/this-month',
    name: 'ledger-this-month',
    call: { tool: 'spending_summary', args: { group_by: 'good' } },
  },
  { uri: 'kamikit://goods/all', name: 'goods-all', call: { tool: 'list_goods', args: {} } },
] as const;

const TEMPLATES = [
  { uriTemplate: 'kamikit://ledger/{entry_id}', name: 'ledger-entry' },
  { uriTemplate: 'kamikit://goods/{goods_id}', name: 'goods' },
] as const;

/** Those of what is configured. */
export function resourcesFor(config: Config, say: OfferMessages) {
  const describe = <Known extends keyof OfferMessages['resources']>(name: Known) => ({
    ...{ name, ...say.resources[name], mimeType: 'application/json' },
  });
  return {
    resources: FIXED.filter(({ uri }) => isOffered(uri, config)).map(({ uri, name }) => ({
      uri,
      ...describe(name),
    })),
    templates: TEMPLATES.filter(({ uriTemplate }) => isOffered(uriTemplate, config)).map(
      ({ uriTemplate, name }) => ({ uriTemplate, ...describe(name) }),
    ),
  };
}

function isOffered(uri: string, { configured, confirm }: Config): boolean {
  if (uri === 'kamikit://ledger/awaiting' && confirm !== 'owner') return false;
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
