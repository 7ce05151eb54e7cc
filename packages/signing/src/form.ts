import { urldecode } from './php-urldecode.ts';
import { fromByteString, toByteString } from './platform/node.ts';

/** PHP's default `max_input_vars`; it also limits how much a stranger's body can make us sort. */
const MAX_FIELDS = 1_000;

/** One field of a form. What of it is not UTF-8 shows as U+FFFD in its text; the bytes are as they came. */
export interface FormField {
  readonly name: string;
  readonly value: string;
  readonly nameBytes: Uint8Array;
  readonly valueBytes: Uint8Array;
}

/**
 * The text fields that PHP's `$_POST` holds after an `application/x-www-form-urlencoded` body, in its order.
 * The last of several with one name wins, spaces and dots in a name become `_`, arrays (`a[]=1`) are left out as the
 * signature leaves them out, and nothing after the 1,000th pair is read.
 */
export function parseForm(body: Uint8Array | string): FormField[] {
  return [...readForm(body)].flatMap(([name, value]) => (value === undefined ? [] : [toField(name, value)]));
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function toField(name: string, value: string): FormField {
  const [nameBytes, valueBytes] = [fromByteString(name), fromByteString(value)];
  return { name: decoder.decode(nameBytes), value: decoder.decode(valueBytes), nameBytes, valueBytes };
}

/** The same as byte strings (one character per byte), with `undefined` for an array. */
export function readForm(body: Uint8Array | string): Map<string, string | undefined> {
  const fields = new Map<string, string | undefined>();
  for (const pair of toByteString(body).split('&', MAX_FIELDS)) {
    const equals = pair.indexOf('=');
    const { name, isArray } = variableName(urldecode(equals < 0 ? pair : pair.slice(0, equals)));
    const value = equals < 0 ? '' : urldecode(pair.slice(equals + 1));
    if (name !== '') fields.set(name, isArray ? undefined : value);
  }
  return fields;
}

/** `php_register_variable_ex` of php-src: a name ends at NUL, loses leading spaces, and is an array's from `[` to `]`. */
function variableName(decoded: string): { name: string; isArray: boolean } {
  const name = decoded.replace(/\0.*/s, '').replace(/^ +/, '');
  const bracket = name.indexOf('[');
  const isArray = bracket >= 0 && name.includes(']', bracket);
  const kept = bracket === 0 ? '' : isArray ? name.slice(0, bracket) : name;
  return { name: kept.replace(/[ .[]/g, '_'), isArray };
}
