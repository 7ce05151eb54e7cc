import type { Sandbox } from '@kamikit/sandbox';

/** The variables that point a server to a sandbox of its own. */
export function settingsOfSandbox({ storefront, cards, supplier }: Sandbox) {
  return {
    KAMIKIT_STOREFRONT_URL: storefront.url,
    KAMIKIT_STOREFRONT_API_KEY: storefront.apiKey,
    KAMIKIT_CARDS_URL: cards.url,
    KAMIKIT_CARDS_API_KEY: cards.apiKey,
    KAMIKIT_SUPPLIER_URL: supplier.url,
    KAMIKIT_SUPPLIER_API_ID: supplier.apiId,
    KAMIKIT_SUPPLIER_API_KEY: supplier.apiKey,
  };
}
