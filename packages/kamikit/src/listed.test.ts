import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listedBy } from './listed.ts';

/** A server with one prompt, which puts its argument into its text. */
const SERVER = `
import { createInterface } from 'node:readline';
const answers = {
  'tools/list': () => ({ tools: [{ name: 'look', description: 'Looks', inputSchema: {} }] }),
  'prompts/list': () => ({ prompts: [{ name: 'buy', description: 'Buys', arguments: [{ name: 'what' }] }] }),
  'prompts/get': ({ arguments: { what } }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: 'Buy ' + what + ', at most once.' } }],
  }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const result = answers[method]?.(params);
  console.log(JSON.stringify({ jsonrpc: '2.0', id: id ?? 99, result: result ?? {} }));
});`;

it('a server that has prompts is asked for them, with their texts as a host fills them in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-listed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'server.mjs');
  writeFileSync(file, SERVER);
  expect(listedBy(file)).toEqual({
    tools: [{ name: 'look', description: 'Looks' }],
    prompts: [
      { name: 'buy', description: 'Buys', arguments: ['what'], text: 'Buy ${arguments.what}, at most once.' },
    ],
  });
});
