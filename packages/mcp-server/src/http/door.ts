import { KamikitError } from '@kamikit/core';
import type { Ledger, Person } from '@kamikit/ledger';

/** Whoever sent a request; or why nobody did: without a token, with one that is none of ours, or with one that gives no role here. */
export type Admitted =
  | { person: Person }
  | { refusal: 'unauthorized' | 'invalid_token' | 'insufficient_scope' };

/** Who has a token of another issuer. */
export type Issuer = (token: string) => Promise<Admitted>;

// RFC 6750, section 2.1.
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;
const LONGEST_TOKEN = 8_192;
const OURS = /^kk_[\w-]{43}$/;

/** Asked with every request: whoever was revoked a moment ago is not let in any more, by any process. */
export function createDoor(
  ledger: () => Promise<Pick<Ledger, 'personWithToken'>>,
  issuer: Issuer | null,
): (authorization: string | undefined) => Promise<Admitted> {
  return async (authorization) => {
    if (authorization === undefined) return { refusal: 'unauthorized' };
    const [, token = ''] = BEARER.exec(authorization) ?? [];
    if (OURS.test(token)) {
      const person = await (await ledger()).personWithToken(token);
      return person === null ? { refusal: 'invalid_token' } : { person };
    }
    if (issuer === null || token === '' || token.length > LONGEST_TOKEN) return { refusal: 'invalid_token' };
    return issuer(token);
  };
}

/** What a ledger that cannot be read says to whoever comes in: not that they are nobody. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof KamikitError;
}

/** Of these, that of an issuer whose keys cannot be had. */
export function isOfIssuer(error: unknown): boolean {
  return error instanceof KamikitError && error.code === 'unreachable';
}
