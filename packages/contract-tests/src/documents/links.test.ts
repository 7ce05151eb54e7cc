import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { documents } from './code-blocks.ts';
import { ROOT } from './run-program.ts';

it.each(documents())('%s links to files that are there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
  expect(targets.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
});

/** How a heading is named in a link to it, as GitHub has it. */
function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```.*?^```/gms, '').match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it.each(documents())('%s links to headings that are there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];
  const missing = targets.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? document : join(dirname(document), path);
    return target.endsWith('.md') && !anchorsOf(readFileSync(join(ROOT, target), 'utf8')).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

it('the threat model names a test for each promise', () => {
  const rows =
    readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8').match(/^\| (?!what \||---).*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/\.test\.ts\)|pnpm at every installation/.test(row))).toEqual([]);
});
