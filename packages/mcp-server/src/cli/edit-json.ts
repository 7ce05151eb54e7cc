import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  parseTree,
  visit,
} from 'jsonc-parser';

const BOM = '\uFEFF';

/** JSON, maybe with comments, as an object; null when it is something else, or cannot be understood. */
export function readObject(text: string): Record<string, unknown> | null {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, allowEmptyContent: true };
  const value: unknown =
    parse(text.replace(BOM, ''), errors, options) ?? (text.replace(BOM, '').trim() === '' ? {} : null);
  return errors.length === 0 ? asObject(value) : null;
}

export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** Sets values, or takes them out (`undefined`), in place: comments, order, indentation and line ends stay. */
export function editJson(
  text: string,
  changes: ReadonlyArray<readonly [path: readonly string[], value: unknown]>,
): string {
  const bom = text.startsWith(BOM) ? BOM : '';
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
  const original = text.slice(bom.length);
  let json = original;
  for (const [path, value] of changes) {
    const at = (names: readonly string[]) =>
      names.reduce<unknown>((inner, name) => asObject(inner)?.[name], readObject(json));
    if (isDeepStrictEqual(at(path), value)) continue;
    // A null on the way is as good as nothing, but the library adds to no null.
    const depth = path.findIndex((_, index) => index > 0 && (at(path.slice(0, index)) ?? null) === null);
    const [place, rest] = depth === -1 ? [path, []] : [path.slice(0, depth), path.slice(depth)];
    const whole = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    json =
      addedBelow(json, place, whole, { indent, eol }) ??
      applyEdits(json, modify(json, [...place], whole, { formattingOptions }));
  }
  return bom + (original.trim() === '' && json !== original ? json.trim() + eol : json);
}

/** The same text with something else in place of the texts at some paths, to be shown. */
export function masked(text: string, mask: (path: JSONPath, value: string) => string | null): string {
  const bom = text.startsWith(BOM) ? BOM : '';
  const json = text.slice(bom.length);
  const parts: Array<{ offset: number; length: number; content: string }> = [];
  visit(json, {
    onLiteralValue(value, offset, length, _line, _character, path) {
      const content = typeof value === 'string' ? mask(path(), value) : null;
      if (content !== null) parts.push({ offset, length, content: JSON.stringify(content) });
    },
  });
  return bom + applyEdits(json, parts);
}

/**
 * A new property on lines of its own below the last of its object. The library would move a comment behind that one to the
 * new one, and write all that stands on that line anew. Null where there is no such place.
 */
function addedBelow(
  json: string,
  path: readonly string[],
  value: unknown,
  { indent, eol }: { indent: string; eol: string },
): string | null {
  const root = parseTree(json, [], { allowTrailingComma: true });
  const name = path.at(-1);
  if (value === undefined || name === undefined || !root || findNodeAtLocation(root, [...path])) return null;
  const object = findNodeAtLocation(root, path.slice(0, -1));
  const last = object?.type === 'object' ? object.children?.at(-1) : undefined;
  if (last === undefined) return null;
  const [, before] = /(?:^|\n)([ \t]*)$/.exec(json.slice(0, last.offset)) ?? [];
  const end = last.offset + last.length;
  // What else stands on its last line.
  const [rest, comma = ''] = /^[ \t]*(,?)[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(json.slice(end)) ?? [];
  if (before === undefined || rest === undefined) return null;
  const lines = JSON.stringify(value, null, indent).split('\n');
  const text = lines.join(`${eol}${before}`);
  const added = `${eol}${before}${JSON.stringify(name)}: ${text}${comma}`;
  return `${json.slice(0, end)}${comma === '' ? ',' : ''}${rest}${added}${json.slice(end + rest.length)}`;
}
