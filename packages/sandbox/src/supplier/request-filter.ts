import { parseForm, sign } from '@kamikit/signing';

/**
 * The fields as the shop's controllers see them: mcy-shop's request filter rewrites values before anything else reads
 * them (supplier facts, signature), so that what it alters can never be signed right.
 */
export function filteredFields(body: Buffer): Record<string, string> {
  return Object.fromEntries(
    parseForm(body).map(({ name, value }) => [name.toString(), filterValue(value.toString())]),
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

function filterValue(value: string): string {
  const decoded = value
    .trim()
    .replace(/\r\n/g, '\n')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/[^\P{Cc}\n\t]/gu, '');
  if (isJson(decoded)) return JSON.stringify(JSON.parse(decoded)).replace(/"/g, '');
  return decoded.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
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
