import { parseBaseUrl } from '../base-url.ts';
import { KamikitError } from '../errors.ts';

/**
 * The address that a shop notifies about one trade: a public base with the buyer's number as the last part of its path.
 *
 * @throws {KamikitError} `invalid_request` for a base that is no URL as `parseBaseUrl` takes it, or that the shop's
 * request filter would alter.
 */
export function notifyUrl(base: string, tradeNo: string): string {
  const { href } = parse(base);
  if (/[&%<>"']/.test(href)) throw invalid(`it must hold none of & % < > " '`);
  return href.endsWith(`/${tradeNo}/`) ? href.slice(0, -1) : href + tradeNo;
}

function parse(base: string): URL {
  try {
    return parseBaseUrl(base);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error);
  }
}

function invalid(what: string, cause?: unknown): KamikitError {
  return new KamikitError(`supplier.trade: async_url cannot be used: ${what}`, {
    code: 'invalid_request',
    upstream: 'supplier',
    operation: 'supplier.trade',
    outcome: 'not_committed',
    cause,
  });
}
