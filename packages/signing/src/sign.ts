import { baseString, decodedSecret, joinFields, type SignableFields } from './canonical.ts';
import { readForm } from './form.ts';
import { fromByteString, md5 } from './platform/node.ts';

/**
 * The signature of `fields` for the `Api-Signature` header: 32 lower-case hex digits.
 * MD5 is there because the protocol demands it; it is no protection against replay or against whoever can forge MD5.
 * @param fields What is posted. The server sees text only, so post numbers and booleans as `canonicalize` prints them.
 * @param secret The API key of the account.
 * @throws TypeError for a value that PHP has no text for: NaN, an infinity, a bigint.
 * @example
 * sign({ sku_id: 17, quantity: 1 }, '8F3A2C9D1E7B6A54');
 */
export function sign(fields: SignableFields, secret: string): string {
  return md5(baseString(fields, secret));
}

/** The signature of a form body as it goes over the wire, byte for byte. MD5 because the protocol demands it. */
export function signForm(body: Uint8Array | string, secret: string): string {
  const fields = readForm(body);
  const query = joinFields([...fields.keys()], (name) => fields.get(name));
  return md5(fromByteString(query + decodedSecret(secret)));
}
