import { KamikitError } from '../errors.ts';
import { parseNotifyUrl } from '../settings.ts';

/**
 * The address that a shop notifies about one trade: a public base with the buyer's number as the last part of its path.
 *
 * @throws {KamikitError} `invalid_request` for a base that `parseNotifyUrl` does not accept.
 */
export function notifyUrl(base: string, tradeNo: string): string {
  const { href } = parse(base);
  return href.endsWith(`/${tradeNo}/`) ? href.slice(0, -1) : href + tradeNo;
}

function parse(base: string): URL {
  try {
    return parseNotifyUrl(base);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new KamikitError(`supplier.trade: async_url cannot be used: ${what}`, {
      code: 'invalid_request',
      upstream: 'supplier',
      operation: 'supplier.trade',
      outcome: 'not_committed',
      neverSent: true,
      cause: error,
    });
  }
}
