import { KamikitError } from '../errors.ts';
import { inMarks } from '../in-marks.ts';
import { createPatternMatcher, type PatternMatcher } from './php-pattern.ts';
import type { Widget } from './widget.ts';

// Of other widgets with options it is not known how the form joins several choices.
const SINGLE_CHOICE = ['select', 'radio'];

const RESERVED = new Set(['sku_id', 'quantity', 'trade_no', 'async_url', 'sign']);

/** What mcy-shop's request filter rewrites before the signature is checked (supplier facts, signature). */
const ALTERED: ReadonlyArray<readonly [RegExp, string]> = [
  [/%[0-9a-f]{2}/i, 'a percent sign before two hexadecimal digits'],
  [/[&<>"']/, ''],
  [/[^\P{Cc}\n\t]/u, 'a control character'],
  [/\p{Cs}/u, 'half a surrogate pair'],
  [/[\uFFFE\uFFFF]/, 'a character that is none'],
  [/\[\/?STYLE-TAG\]/, "a mark of the filter's own"],
];

/**
 * What is posted for the fields a buyer filled in: trimmed, with plain line feeds, empty ones left out, choices by their
 * value, and the shop's own default where a choice was left open.
 *
 * @param widget The item's, or null where it is not known: then only what no shop can accept is refused.
 * @throws {KamikitError} `invalid_request` that names the field by its title, before anything is sent.
 */
export function prepareFields(
  fields: Readonly<Record<string, string>>,
  widget: readonly Widget[] | null,
): Record<string, string> {
  const titles = new Map(widget?.map(({ name, title }) => [name, title]));
  const posted = new Map<string, string>();
  for (const [name, raw] of Object.entries(fields)) {
    const title = titles.get(name) ?? name;
    checkName(name, title);
    if (widget !== null && !titles.has(name))
      throw invalid(
        title,
        `is not one of this item's fields: ${[...titles.keys()].map((each) => inMarks(each)).join(', ') || 'it has none'}`,
      );
    const value = raw.replaceAll('\r\n', '\n').trim();
    if (value !== '') posted.set(name, value);
  }
  for (const entry of widget ?? []) {
    const value = choose(entry, posted.get(entry.name));
    if (value === undefined) posted.delete(entry.name);
    else posted.set(entry.name, value);
  }
  // Only now: what is sent of a choice is its value, whatever its label holds.
  for (const [name, value] of posted) {
    checkName(name, titles.get(name) ?? name);
    checkCharacters(value, titles.get(name) ?? name);
  }
  const matches = createPatternMatcher();
  for (const entry of widget ?? []) checkWidget(entry, posted.get(entry.name), matches);
  return Object.fromEntries(posted);
}

/** The value to post for what was chosen by its label or value; the shop's own default where nothing was. */
function choose({ type, title, options }: Widget, given: string | undefined): string | undefined {
  if (options.length === 0) return given;
  const chosen =
    given === undefined
      ? options.find(({ is_default }) => is_default)
      : // Labels are what buyers are shown; the value of one choice may be the label of another.
        (options.find(({ label }) => label === given) ?? options.find(({ value }) => value === given));
  // A choice such as "please choose" has no value.
  if (chosen !== undefined) return chosen.value || undefined;
  if (given === undefined || !SINGLE_CHOICE.includes(type ?? '')) return given;
  throw invalid(title, `must be one of: ${options.map(({ label }) => inMarks(label)).join(', ')}`);
}

function checkName(name: string, title: string): void {
  if (RESERVED.has(name))
    throw invalid(title, `cannot be sent: the name ${name} is reserved for the request itself`);
  // PHP turns blanks, dots and opening brackets in names into something else. The shop's filter leaves names alone, so
  // `a%`, `a&b` and `x]` arrive; what became of the rest here was never seen.
  if (name === '') throw invalid(title, 'cannot be sent without a name');
  const culprit = /[ .[<>"'\p{Cc}]/u.exec(name)?.[0];
  if (culprit !== undefined)
    throw invalid(
      title,
      `cannot be sent under a name with ${JSON.stringify(culprit)}, which the shop would not keep`,
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
}

function checkWidget(
  { title, required, regex, error }: Widget,
  value: string | undefined,
  matches: PatternMatcher,
): void {
  if (value === undefined) {
    if (required) throw invalid(title, 'must be filled in');
    return;
  }
  if (regex !== null && matches(regex, value) === false)
    throw invalid(title, error === null ? `does not match ${inMarks(regex)}` : `is wrong: ${inMarks(error)}`);
}

function invalid(title: string, what: string): KamikitError {
  return new KamikitError(`supplier.trade: the field ${inMarks(title)} ${what}`, {
    code: 'invalid_request',
    upstream: 'supplier',
    operation: 'supplier.trade',
    outcome: 'not_committed',
    neverSent: true,
  });
}
