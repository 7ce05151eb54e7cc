import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './run-program.ts';

const manifest = z.object({ name: z.string(), scripts: z.record(z.string(), z.string()).default({}) });
const packages = globSync('{.,examples,packages/*}/package.json', { cwd: ROOT }).map((path) =>
  manifest.parse(JSON.parse(readFileSync(join(ROOT, path), 'utf8'))),
);
const nameOfRoot = manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).name;

// What the package managers do by themselves, and the one tool that is called by its own name; of what they install, only our own packages can be looked at.
const OWN_COMMANDS = new Set(['install', 'i', 'add', 'ci', 'exec', 'dlx', 'changeset']);

/** What is wrong with the lines of a shell block: scripts, packages and programs that do not exist. */
export function shellFaults(code: string): string[] {
  const commands = code.split(/\n|&&|\|\||;|\|/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return commands.flatMap((command) => {
    const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
    const [program, ...rest] = words;
    if (program === 'npm' || program === 'pnpm') return packageManagerFaults(command, rest);
    return program === 'node' ? programFaults(command, rest) : [];
  });
}

function packageManagerFaults(command: string, words: readonly string[]): string[] {
  const filter = words.findIndex((word) => word === '--filter' || word === '-F');
  const filtered = filter === -1 ? nameOfRoot : words[filter + 1];
  const rest = words.filter(
    (word, index) => !word.startsWith('-') && (filter === -1 || index !== filter + 1),
  );
  const [first = '', second = ''] = rest;
  if (OWN_COMMANDS.has(first)) {
    const ours = rest.filter((word) => word.startsWith('@kamikit/'));
    return ours
      .filter((name) => !packages.some((each) => each.name === name))
      .map((name) => `${command}: no ${name}`);
  }
  const script = first === 'run' ? second : first;
  const scripts = packages.find(({ name }) => name === filtered)?.scripts ?? {};
  return script in scripts ? [] : [`${command}: ${filtered} has no script ${script}`];
}

/** A program of this repository; what is built is not there yet. */
function programFaults(command: string, words: readonly string[]): string[] {
  const path = words.find((word) => !word.startsWith('-'));
  const isOurs = path?.endsWith('.ts') ?? false;
  return isOurs && !existsSync(join(ROOT, path ?? '')) ? [`${command}: no ${path}`] : [];
}
