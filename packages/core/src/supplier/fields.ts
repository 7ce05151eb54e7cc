import { KamikitError } from '../errors.ts';
import { matchesPhpPattern } from './php-pattern.ts';
import type { Widget } from './widget.ts';

const RESERVED = new Set(['sku_id', 'quantity', 'trade_no', 'async_url', 'sign']);

/** What mcy-shop's request filter rewrites before the signature is checked (supplier facts, signature). */
const ALTERED: ReadonlyArray<readonly [RegExp, string]> = [
  [/%[0-9a-f]{2}/i, 'a percent sign before two hexadecimal digits'],
  [/[&<>"']/, ''],
  [/[^\P{Cc}\n\t]/u, 'a control character'],
  [/\p{Cs}/u, 'half a surrogate pair'],
];

/**
 * What is posted for the fields a buyer filled in: trimmed, with plain line feeds, empty ones left out.
 *
 * @param widget The item's, or null where it is not known: then only what no shop can accept is refused.
 * @throws {KamikitError} `invalid_request` that names the field by its title, before anything is sent.
 */
export function prepareFields(
  fields: Readonly<Record<string, string>>,
  widget: readonly Widget[] | null,
): Record<string, string> {
  const titles = new Map(widget?.map(({ name, title }) => [name, title]));
  const posted: Record<string, string> = {};
  for (const [name, raw] of Object.entries(fields)) {
    const title = titles.get(name) ?? name;
    checkName(name, title);
    if (widget !== null && !titles.has(name))
      throw invalid(
        title,
        `is not one of this item's fields: ${[...titles.keys()].join(', ') || 'it has none'}`,
      );
    const value = raw.replaceAll('\r\n', '\n').trim();
    if (value === '') continue;
    checkCharacters(value, title);
    posted[name] = value;
  }
  for (const entry of widget ?? []) checkWidget(entry, posted[entry.name]);
  return posted;
}

function checkName(name: string, title: string): void {
  if (RESERVED.has(name))
    throw invalid(title, `cannot be sent: the name ${name} is reserved for the request itself`);
  // PHP rewrites spaces, dots and brackets in names; the request filter alters the rest.
  const culprit = /[\s.[\]&<>"'%\p{Cc}]/u.exec(name)?.[0];
  if (culprit !== undefined || name === '')
    throw invalid(
      title,
      `cannot be sent: PHP does not preserve a name with ${JSON.stringify(culprit ?? '')}`,
    );
}

function checkCharacters(value: string, title: string): void {
  for (const [pattern, what] of ALTERED) {
    const found = pattern.exec(value)?.[0];
    if (found === undefined) continue;
    throw invalid(
      title,
      `contains ${JSON.stringify(found)}${what && ` (${what})`}, which the shop would alter`,
    );
  }
  if (isJsonText(value))
    throw invalid(
      title,
      `is JSON text (it begins with ${JSON.stringify(value[0])}), which the shop would alter`,
    );
}

function isJsonText(value: string): boolean {
  if (!/^[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function checkWidget({ title, required, regex, error }: Widget, value: string | undefined): void {
  if (value === undefined) {
    if (required) throw invalid(title, 'must be filled in');
    return;
  }
  if (regex !== null && matchesPhpPattern(regex, value) === false)
    throw invalid(title, error ?? `does not match ${regex}`);
}

function invalid(title: string, what: string): KamikitError {
  return new KamikitError(`supplier.trade: the field "${title}" ${what}`, {
    code: 'invalid_request',
    upstream: 'supplier',
    operation: 'supplier.trade',
    outcome: 'not_committed',
    neverSent: true,
  });
}
