import { parseForm, sign } from '@kamikit/signing';

/**
 * The fields as the shop's controllers see them: mcy-shop's request filter rewrites values before anything else reads
 * them (supplier facts, signature), so that what it alters can never be signed correctly.
 */
export function filteredFields(body: Buffer): Record<string, string> {
  return Object.fromEntries(
    parseForm(body).flatMap(({ name, value }) => {
      const filtered = filterValue(value.toString());
      // Likely decoded to an array, which the signature leaves out; JSON text does not survive as such (supplier facts).
      return isJson(filtered) ? [] : [[name.toString(), escapeHtml(filtered)]];
    }),
  );
}

export function isSigned(fields: Record<string, string>, secret: string, signature: string): boolean {
  return sign(fields, secret) === signature;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

// What PHP's trim removes; an ideographic space stays.
const PHP_BLANKS = /^[ \t\n\r\v\0]+|[ \t\n\r\v\0]+$/g;

function filterValue(value: string): string {
  return value
    .replace(PHP_BLANKS, '')
    .replace(/\r\n/g, '\n')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
