import { urldecode } from './php-urldecode.ts';

/** PHP's default `max_input_vars`; it also limits how much a stranger's body can make us sort. */
const MAX_FIELDS = 1_000;

/** One field of a form; neither its name nor its value needs to be UTF-8. */
export interface FormField {
  readonly name: Buffer;
  readonly value: Buffer;
}

/**
 * The text fields that PHP's `$_POST` holds after an `application/x-www-form-urlencoded` body, in its order.
 * The last of several with one name wins, spaces and dots in a name become `_`, arrays (`a[]=1`) are left out as the
 * signature leaves them out, and nothing after the 1,000th pair is read.
 */
export function parseForm(body: Uint8Array | string): FormField[] {
  return [...readForm(body)].flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: Buffer.from(name, 'latin1'), value: Buffer.from(value, 'latin1') }],
  );
}

/** The same as byte strings (one character per byte), with `undefined` for an array. */
export function readForm(body: Uint8Array | string): Map<string, string | undefined> {
  const fields = new Map<string, string | undefined>();
  for (const pair of Buffer.from(body).toString('latin1').split('&', MAX_FIELDS)) {
    const equals = pair.indexOf('=');
    const { name, isArray } = variableName(urldecode(equals < 0 ? pair : pair.slice(0, equals)));
    const value = equals < 0 ? '' : urldecode(pair.slice(equals + 1));
    if (name !== '') fields.set(name, isArray ? undefined : value);
  }
  return fields;
}

/** `php_register_variable_ex` of php-src: a name ends at NUL, loses leading spaces, and is an array's from `[` to `]`. */
function variableName(decoded: string): { name: string; isArray: boolean } {
  const name = decoded.replace(/\0.*$/s, '').replace(/^ +/, '');
  const bracket = name.indexOf('[');
  const isArray = bracket >= 0 && name.includes(']', bracket);
  const kept = bracket === 0 ? '' : isArray ? name.slice(0, bracket) : name;
  return { name: kept.replace(/[ .[]/g, '_'), isArray };
}
