import type { Upstream } from '@kamikit/core';
import type { Services } from '../calling/services.ts';
import type { Doctor } from '../messages/doctor.en.ts';

type Try = (services: Services, say: Doctor, signal: AbortSignal) => Promise<string>;

/** One read at each upstream that shows whether its key is accepted; resolves to what it found. */
export const tryUpstream: { readonly [U in Upstream]: Try } = {
  async storefront(services, say, signal) {
    const { balance, level_name } = await (await services.storefront()).getBalance({ signal });
    return say.balance({ balance, level: level_name });
  },
  async cards(services, say, signal) {
    // No card has this code, so nothing is shown; a wrong key is refused before the card is looked up.
    await (await services.cards()).query({ code: 'KAMIKIT-DOCTOR' }, { signal });
    return say.keyAccepted;
  },
  async supplier(services, say, signal) {
    const items = await (await services.supplier()).items({ signal });
    return say.signatureAccepted({ items: items.length });
  },
};
