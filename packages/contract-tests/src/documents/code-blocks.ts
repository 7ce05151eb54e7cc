import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { ROOT } from './run-program.ts';

/** A fenced block of a document. */
export interface CodeBlock {
  /** Such as `README.md:14`, the line where it begins. */
  at: string;
  file: string;
  language: string;
  code: string;
  /** Why it is compiled but not run, as the comment before it says; otherwise null. */
  compiledOnly: string | null;
}

/** What is published as a library: its README's programs run on the packed package. */
export const LIBRARIES = ['signing', 'core', 'ledger', 'spending', 'console', 'sandbox'] as const;

/** Every document there is, by its path below the root. */
export function documents(): string[] {
  const everywhere = ['*.md', '{docs,examples,packages}/**/*.md', '.{changeset,github}/**/*.md'];
  const isOthers = /(^|[\\/])(node_modules|dist|coverage)([\\/]|$)/;
  return globSync(everywhere, { cwd: ROOT, exclude: (path) => isOthers.test(String(path)) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** All blocks of a document, in lists and quotations too. */
export function codeBlocks(file: string, text = readFileSync(join(ROOT, file), 'utf8')): CodeBlock[] {
  return blocksIn(file, fromMarkdown(text).children);
}

type Nodes = ReturnType<typeof fromMarkdown>['children'];

function blocksIn(file: string, nodes: Nodes): CodeBlock[] {
  return nodes.flatMap((node, index) => {
    if ('children' in node) return blocksIn(file, node.children);
    if (node.type !== 'code') return [];
    const before = nodes[index - 1];
    const comment = before?.type === 'html' ? /^<!-- compiled only: (.+) -->$/.exec(before.value) : null;
    const at = `${file}:${node.position?.start.line}`;
    return [{ at, file, language: node.lang ?? '', code: node.value, compiledOnly: comment?.[1] ?? null }];
  });
}
