import { bundleForTests } from '@kamikit/mcp-server/test';
import { expect, it } from 'vitest';
import { listedBy } from './listed.ts';

const built = bundleForTests();

it('the server is asked for its prompts, with their texts as a host fills them in', () => {
  const { tools, prompts } = listedBy(built);
  expect(tools.length).toBeGreaterThan(10);
  expect(prompts.map(({ name, arguments: names }) => [name, names])).toEqual([
    ['buy', ['what', 'quantity', 'max_total']],
    ['restock', ['what', 'quantity', 'max_total']],
    ['this_month', []],
  ]);
  for (const { text, description, arguments: names } of prompts) {
    expect(description).not.toBe('');
    expect(text.match(/\$\{arguments\.\w+\}/g) ?? []).toEqual(names.map((name) => `\${arguments.${name}}`));
  }
});
