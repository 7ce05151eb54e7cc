import { codeBlocks, documents } from './code-blocks.ts';

/** A command that a document shows. */
export interface ShownCommand {
  command: string;
  /** Where it stands; several documents may show it. */
  at: string[];
  /** The variables that the reader is to fill in: `NAME=...` before it, or in an `export` above it. */
  secrets: string[];
}

/** What is typed, as documents show it: into a shell (`sh`), or into some other program (`text`). */
export const TYPED: readonly string[] = ['sh', 'text'];

const SECRET = /([A-Z_]+)=\.\.\.(?:\s|$)/g;

/** Every command of all documents, each once. */
export function shownCommands(): ShownCommand[] {
  const shown = documents()
    .flatMap((file) => codeBlocks(file))
    .filter(({ language }) => TYPED.includes(language))
    .flatMap(({ at, code }) => commandsIn(code).map((each) => ({ ...each, at })));
  const same = Map.groupBy(shown, ({ command, secrets }) => JSON.stringify([command, secrets]));
  return [...same.values()].flatMap((all) =>
    all.slice(0, 1).map((first) => ({ ...first, at: all.map(({ at }) => at) })),
  );
}

/** The commands of a block, a line each or joined by `&&`. */
export function commandsIn(code: string): Array<Pick<ShownCommand, 'command' | 'secrets'>> {
  const exported: string[] = [];
  const lines = code.split(/\n| && /).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return lines.flatMap((line) => {
    const secrets = [...line.matchAll(SECRET)].map(([, name = '']) => name);
    const command = line.replace(SECRET, '');
    if (command === 'export ') {
      exported.push(...secrets);
      return [];
    }
    return command === '' ? [] : [{ command, secrets: [...exported, ...secrets] }];
  });
}

/** The words of a command, as a shell takes them: quotes keep one together. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
