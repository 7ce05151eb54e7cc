import { sortAsPhp } from './php-key-order.ts';
import { phpNumber } from './php-number.ts';
import { urldecode } from './php-urldecode.ts';
import { fromByteString, toByteString } from './platform/node.ts';

/** A field's value. Empty strings, null, undefined, arrays and objects are not part of the signature. */
export type SignableValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly unknown[]
  | { readonly [name: string]: unknown };

export type SignableFields = Readonly<Record<string, SignableValue>>;

/**
 * The text whose MD5 is the signature: `name=value` pairs as PHP orders and prints them, then `&key=` and the secret.
 * Bytes that are not UTF-8, which only a secret with `%XX` in it can bring in, show as U+FFFD.
 * @throws TypeError for a value that PHP has no text for.
 */
export function canonicalize(fields: SignableFields, secret: string): string {
  const base = baseString(fields, secret);
  return typeof base === 'string' ? base : new TextDecoder('utf-8', { ignoreBOM: true }).decode(base);
}

/** What is hashed: text, or bytes where the secret has to be decoded. */
export function baseString(fields: SignableFields, secret: string): string | Uint8Array {
  const query = joinFields(Object.keys(fields), (name) => fields[name]);
  const encoded = secret.includes('%') || secret.includes('+');
  return encoded ? fromByteString(toByteString(query) + decodedSecret(secret)) : query + secret;
}

/** The base string up to its secret, `a=1&b=2&key=`. */
export function joinFields(names: readonly string[], read: (name: string) => SignableValue): string {
  let query = '';
  for (const name of sortAsPhp(names)) {
    if (name === 'sign') continue;
    const text = fieldText(read(name));
    if (text !== '') query += query === '' ? `${name}=${text}` : `&${name}=${text}`;
  }
  return `${query}&key=`;
}

/**
 * As a byte string (one character per byte). The function of the supplier's document ("签名算法") decodes the whole
 * string, but only its query part was encoded.
 */
export function decodedSecret(secret: string): string {
  return urldecode(toByteString(secret));
}

function fieldText(value: SignableValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return phpNumber(value);
    case 'boolean':
      return value ? '1' : '0';
    case 'object':
    case 'undefined':
      return '';
    default:
      throw new TypeError(`A ${typeof value} cannot be signed`);
  }
}
