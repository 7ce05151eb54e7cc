import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documents } from './code-blocks.ts';
import { ROOT } from './run-program.ts';

const translated = documents().filter((path) => /^docs\/.*\.zh-CN\.md$/.test(path));

/** What does not depend on the language: how it is divided, and what stands in it as code. */
function bonesOf(path: string) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const [blocks, prose] = [text.match(/^```.*?^```/gms) ?? [], text.replace(/^```.*?^```/gms, '')];
  // What a reader fills in is in their language.
  const filledIn = (code: string) => code.replace(/<[^<>\n]+>/g, '<>');
  return {
    parts: prose.match(/^(#+ |\||- |\d+\. )/gm) ?? [],
    blocks: blocks.map(filledIn),
    code: [...new Set(prose.match(/`[^`\n]+`/g)?.map(filledIn))].sort(),
  };
}

it.each(translated)('%s has the parts, tables, blocks and names of the English one', (path) => {
  expect(bonesOf(path)).toEqual(bonesOf(path.replace('.zh-CN', '')));
});

it('several documents are there in Chinese', () => expect(translated.length).toBeGreaterThan(1));
