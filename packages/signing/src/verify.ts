import type { SignableFields } from './canonical.ts';
import { sign, signForm } from './sign.ts';

/**
 * Whether `signature` is the one that `fields` and `secret` give, compared in constant time; false for a missing or malformed one.
 * Only lower-case hex will do: it is what PHP's `md5` makes. MD5 because the protocol demands it.
 * @throws TypeError for a value that PHP has no text for.
 */
export function verify(fields: SignableFields, secret: string, signature: string | undefined): boolean {
  return matches(sign(fields, secret), signature);
}

/** The same for a form body as it arrived; see `parseForm` for what counts as a field. */
export function verifyForm(
  body: Uint8Array | string,
  secret: string,
  signature: string | undefined,
): boolean {
  return matches(signForm(body, secret), signature);
}

function matches(expected: string, signature: string | undefined): boolean {
  if (typeof signature !== 'string' || !/^[0-9a-f]{32}$/.test(signature)) return false;
  // Both have 32 digits, and all of them are compared, so that the time it takes says nothing of where they differ.
  let difference = 0;
  for (let at = 0; at < 32; at++) difference |= expected.charCodeAt(at) ^ signature.charCodeAt(at);
  return difference === 0;
}
