const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#039;',
  '<': '&lt;',
  '>': '&gt;',
};

const TAG = /<\/?([a-z][a-z0-9]*)\b[^>]*>/gi;
const HARMLESS = /^(a|b|br|div|em|i|img|li|ol|p|span|strong|u|ul)$/i;

/** Text as HTMLPurifier leaves it: harmless tags stay, other tags go, a bare `&` becomes an entity. */
export function purified(text: string): string {
  return text
    .replace(TAG, (tag, name: string) => (HARMLESS.test(name) ? tag : ''))
    .replace(/&(?!#?\w+;)/g, '&amp;');
}

/** The same without any tag, `<` and `>` that belong to none included: plain text in HTML's own writing. */
export function withoutTags(text: string): string {
  return text
    .replace(TAG, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&(?!#?\w+;)/g, '&amp;')
    .replace(/[<>]/g, (character) => ESCAPES[character] ?? '');
}

/** PHP's `htmlspecialchars` with both kinds of quotes; what is an entity already becomes one twice. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
