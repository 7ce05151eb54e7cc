import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The topics of `docs/upstreams.md`, such as `supplier facts, contents`. */
function topics(): Set<string> {
  const page = readFileSync(`${ROOT}/docs/upstreams.md`, 'utf8');
  const sections = page.split(/^## /m).filter((section) => section.includes(' facts\n'));
  return new Set(
    sections.flatMap((section) => {
      const [title = ''] = section.toLowerCase().split('\n');
      return [...section.matchAll(/^\| ([^|]+?) \|/gm)].map(([, topic]) => `${title}, ${topic}`);
    }),
  );
}

/** Every fact that source or a fixture cites: one, or a few of the same upstream. */
function citations(): string[] {
  const files = globSync('packages/*/{src,fixtures}/**/*.{ts,json}', { cwd: ROOT });
  return files.flatMap((file) => {
    const text = readFileSync(`${ROOT}/${file}`, 'utf8');
    const cited = [...text.matchAll(/\b(storefront|cards|supplier) facts, ([^):;."`]+)/gi)];
    return cited.flatMap(([, upstream = '', what = '']) =>
      what.split(/, | and /).map((topic) => `${upstream.toLowerCase()} facts, ${topic.trim()}`),
    );
  });
}

it('what is cited about the upstreams is in docs/upstreams.md', () => {
  const known = topics();
  expect(known.size).toBeGreaterThan(30);
  expect([...new Set(citations())].filter((cited) => !known.has(cited))).toEqual([]);
});
