import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readChangeset } from './changelog.ts';
import { largest, type PublicTool, stepBetween } from './tool-surface.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function tool(
  name: string,
  input: object,
  { required = ['a'], effect = 'read', output = {} } = {},
): PublicTool {
  const properties = { a: { type: 'string', description: 'words' }, ...input };
  return {
    effect,
    definition: { name, inputSchema: { properties, required }, outputSchema: { properties: output } },
  };
}
const before = [
  tool('buy', { mode: { type: 'string', enum: ['x', 'y'] } }, { output: { id: { type: 'string' } } }),
];
const [same] = before;

describe('the step that a change of the tools asks for', () => {
  it.each<[string, PublicTool[], string | null]>([
    ['nothing has changed', before, null],
    ['a tool is removed', [], 'major'],
    ['a tool is added', [...before, tool('sell', {})], 'minor'],
    ['an argument is removed', [tool('buy', {}, { output: { id: { type: 'string' } } })], 'major'],
    ['another argument is required', [changed({ required: ['a', 'mode'] })], 'major'],
    ['an argument may be left out', [changed({ required: [] })], 'minor'],
    ['an optional argument is added', [changed({}, { more: { type: 'string' } })], 'minor'],
    ['a value is added', [changed({}, { mode: { type: 'string', enum: ['x', 'y', 'z'] } })], 'minor'],
    ['a value is removed', [changed({}, { mode: { type: 'string', enum: ['x'] } })], 'major'],
    ['an argument has another type', [changed({}, { a: { type: 'number' } })], 'major'],
    ['a field of the answer is removed', [changed({ output: {} })], 'major'],
    ['it begins to spend', [changed({ effect: 'spend' })], 'major'],
    ['a text is another', [changed({}, { a: { type: 'string', description: 'other words' } })], 'patch'],
  ])('%s', (_, after, step) => {
    expect(stepBetween(before, after)).toBe(step);
  });
});

function changed(
  options: { required?: string[]; effect?: string; output?: object },
  input: object = {},
): PublicTool {
  const all = { mode: { type: 'string', enum: ['x', 'y'] }, ...input };
  return tool('buy', all, { output: same?.definition.outputSchema.properties ?? {}, ...options });
}

it('changesets take the step that the tools have taken since the last release', () => {
  const released: PublicTool[] = JSON.parse(text('packages/kamikit/released-tools.json'));
  if (released.length === 0) return; // nothing has been released yet
  const step = stepBetween(released, JSON.parse(text('packages/mcp-server/src/listing/tool-list.json')));
  const { version }: { version: string } = JSON.parse(text('packages/kamikit/package.json'));
  const needed = version.startsWith('0.') && step !== null ? (step === 'major' ? 'minor' : 'patch') : step;
  const changesets = globSync('.changeset/*.md', { cwd: ROOT, exclude: ['**/README.md'] });
  const taken = largest(changesets.map((path) => readChangeset(text(path)).step));
  expect(largest([taken, needed]), `the tools have changed: \`pnpm changeset\`, at least ${needed}`).toBe(
    taken,
  );
});
