import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '@kamikit/mcp-server/test';
import { describe, expect, it } from 'vitest';
import { documents } from './code-blocks.ts';
import { ROOT } from './run-program.ts';
import { shellFaults } from './shell-lines.ts';

const KAMIKIT = /^(?:npx )?kamikit (.+)$/;

/** Commands that a document names within a sentence. */
const named = documents().flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/`((?:npm|pnpm|npx kamikit|kamikit) [^`\n]+)`/g)].map(
    ([, command = '']) => ({ file, command }),
  ),
);

const known = new Set((await commands()).map((words) => words.join(' ')));

/** The words up to the first that is an argument or an option. */
function isKamikitCommand(rest: string): boolean {
  const [first = '', second = ''] = rest.split(' ');
  if (!known.has(first)) return first.startsWith('-');
  const hasMore = [...known].some((name) => name.startsWith(`${first} `));
  return !hasMore || !/^[a-z]+$/.test(second) || known.has(`${first} ${second}`);
}

describe('what documents name in a sentence exists', () => {
  it.each(named)('$file: $command', ({ command }) => {
    const rest = KAMIKIT.exec(command)?.[1];
    expect(rest === undefined ? shellFaults(command) : isKamikitCommand(rest)).toEqual(
      rest === undefined ? [] : true,
    );
  });

  it('and what does not is found', () => {
    expect(['ledger fly', 'fly', 'fly show'].map(isKamikitCommand)).toEqual([false, false, false]);
    expect(['ledger', 'ledger mark ID 2', 'demo', '--version'].map(isKamikitCommand)).toEqual(
      Array(4).fill(true),
    );
    expect(named.length).toBeGreaterThan(30);
  });
});
