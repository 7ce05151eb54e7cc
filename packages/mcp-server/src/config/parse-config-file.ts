import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ConfigProblem } from './config.ts';
import type { FileSettings, KeyReference } from './file-settings.ts';
import { textOf } from './setting-in.ts';
import { unknownInFile } from './unknown-names.ts';
import { fileNameOf, isKey, SETTINGS } from './variables.ts';

/** Reads JSON with comments. Never throws: what is wrong is listed in `problems`. */
export function parseConfigFile(text: string, path: string): Pick<FileSettings, 'values' | 'problems'> {
  const errors: ParseError[] = [];
  const json = text.replace(/^\uFEFF/, '');
  const root = parseTree(json, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = json.slice(0, error.offset).split('\n').length;
    return unusable(`it is not JSON: ${printParseErrorCode(error.error)} in line ${line}`);
  }
  if (root !== undefined && root.type !== 'object') return unusable('it must be a JSON object, {…}');

  const values: Map<string, string | KeyReference | { faulty: string }> = new Map();
  const problems: ConfigProblem[] = [];
  const seen = new Set<string>();
  for (const { children: [nameNode, valueNode] = [] } of root?.children ?? []) {
    const name = String(nameNode?.value);
    const variable = SETTINGS.find((known) => fileNameOf(known) === name);
    if (seen.has(name))
      problems.push({ variable: `${name} in ${path}`, message: 'it is set twice', concern: 'changes' });
    seen.add(name);
    const unknown = unknownInFile(name, valueNode === undefined ? null : textOf(plainText(valueNode) ?? '…'));
    if (unknown !== null) problems.push({ variable: `${name} in ${path}`, ...unknown });
    const value = valueNode && readValue(valueNode, variable !== undefined && isKey(variable));
    if (variable !== undefined && value) values.set(variable, value);
  }
  return { values, problems };

  function unusable(message: string): Pick<FileSettings, 'values' | 'problems'> {
    // Its limits, its ledger and what it seals are unknown.
    return { values: new Map(), problems: [{ variable: path, message, concern: 'everything' }] };
  }
}

/** Null where nothing is set. */
function readValue(node: Node, isKey: boolean): string | KeyReference | { faulty: string } | null {
  const text = plainText(node);
  if (text !== null) return textOf(text);
  if (!isKey) return { faulty: 'it must be a text, a number, true or false' };
  return (
    readReference(node) ?? {
      faulty: 'it must be the key, {"env": "NAME"} or {"command": ["program", "argument"]}',
    }
  );
}

/** A number or a flag may stand there without quotes. */
function plainText({ type, value }: Node): string | null {
  if (type === 'null') return '';
  return type === 'string' || type === 'number' || type === 'boolean' ? String(value) : null;
}

function readReference({ type, children: [property, ...others] = [] }: Node): KeyReference | null {
  const [name, value] = property?.children ?? [];
  if (type !== 'object' || value === undefined || others.length > 0) return null;
  if (name?.value === 'env')
    return value.type === 'string' && value.value !== '' ? { env: value.value } : null;
  if (name?.value !== 'command' || value.type !== 'array') return null;
  const [program, ...args] = (value.children ?? []).map((part) =>
    part.type === 'string' ? String(part.value) : null,
  );
  if (!program || args.includes(null)) return null;
  return { command: [program, ...args.filter((part) => part !== null)] };
}
