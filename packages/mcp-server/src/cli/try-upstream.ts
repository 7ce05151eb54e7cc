import type { Upstream } from '@kamikit/core';
import type { Services } from '../calling/services.ts';

type Try = (services: Services, signal: AbortSignal) => Promise<string>;

/** One read at each upstream that shows whether its key is accepted; resolves to what it found. */
export const tryUpstream: { readonly [U in Upstream]: Try } = {
  async storefront(services, signal) {
    const { balance, level_name } = await (await services.storefront()).getBalance({ signal });
    return `key accepted; balance ${balance} yuan${level_name === null ? '' : `, ${level_name}`}`;
  },
  async cards(services, signal) {
    // No card has this code, so nothing is shown; a wrong key is refused before the card is looked up.
    await (await services.cards()).query({ code: 'KAMIKIT-DOCTOR' }, { signal });
    return 'key accepted';
  },
  async supplier(services, signal) {
    const items = await (await services.supplier()).items({ signal });
    return `signature accepted; ${items.length} items`;
  },
};
