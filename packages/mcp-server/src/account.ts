import { createHash } from 'node:crypto';
import { CARDS_URL, parseBaseUrl, STOREFRONT_URL, type Upstream } from '@kamikit/core';
import type { Config } from './config.ts';

const UPSTREAM_OF: Readonly<Record<string, Upstream>> = {
  purchase: 'storefront',
  use_card: 'cards',
  recharge_card: 'cards',
  generate_cards: 'cards',
  supplier_trade: 'supplier',
};

/** Tells one account at one address from another, and nothing else; null for the sandbox, which is always another. */
function accountMark(kind: string, config: Config): string | null {
  const upstream = UPSTREAM_OF[kind];
  const settings = upstream === undefined || config.sandbox ? null : config[upstream];
  if (settings === null) return null;
  const { apiKey } = settings;
  const { href: url } = parseBaseUrl(settings.url ?? (upstream === 'cards' ? CARDS_URL : STOREFRONT_URL));
  const id = 'apiId' in settings ? settings.apiId : '';
  return createHash('sha256')
    .update(JSON.stringify([url, id, apiKey]))
    .digest('hex')
    .slice(0, 16);
}

/** Whose account an entry is of, as evidence. */
export function accountEvidence(kind: string, config: Config): { account?: string } {
  const account = accountMark(kind, config);
  return account === null ? {} : { account };
}

/** Whether another account is configured now than the one that an entry is of: that one knows nothing of it. */
export function isOfAnotherAccount(
  { kind, evidence }: { kind: string; evidence: { readonly account?: unknown } },
  config: Config,
): boolean {
  const { account } = evidence;
  return typeof account === 'string' && account !== accountMark(kind, config);
}
