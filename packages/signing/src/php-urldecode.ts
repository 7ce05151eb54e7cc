/** PHP's `urldecode` over a byte string (one character per byte): `+` is a space, a `%` without two hex digits stays. */
export function urldecode(bytes: string): string {
  return bytes
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
