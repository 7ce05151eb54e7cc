import { parseForm, sign } from '@kamikit/signing';
import { escaped, withoutTags } from './html-text.ts';

/**
 * The fields as the shop's controllers see them: mcy-shop's request filter rewrites values before anything else reads
 * them (supplier facts, signature), so that what it alters can never be signed right. Names stay as PHP has read them.
 */
export function filteredFields(body: Buffer): Record<string, string> {
  return Object.fromEntries(parseForm(body).map(({ name, value }) => [name, filteredText(value)]));
}

export function isSigned(fields: Record<string, string>, secret: string, signature: string): boolean {
  return sign(fields, secret) === signature;
}

// What PHP's trim takes off; an ideographic space stays.
const PHP_BLANKS = /^[ \t\n\r\v\0]+|[ \t\n\r\v\0]+$/g;

// HTMLPurifier keeps what XML 1.0 allows: no control characters, neither U+FFFE nor U+FFFF.
const NOT_IN_XML = /[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu;

/** One value through the filter; cards that an admin pastes go through it as well (supplier facts, contents). */
export function filteredText(value: string): string {
  const text = decoded(value.replace(PHP_BLANKS, ''))
    .replace(/\r\n/g, '\n')
    .replace(NOT_IN_XML, '')
    // The filter's own notation for a style sheet that it took aside.
    .replace(/\[(\/?)STYLE-TAG\]/g, '<$1style>');
  return escaped(withoutTags(text));
}

/** PHP's `rawurldecode`: `%XX` is a byte, `+` stays. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = Buffer.from(text)
    .toString('latin1')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
