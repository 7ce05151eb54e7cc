import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { exceptMessages } from './except-messages.ts';
import { ROOT } from './what.ts';

export interface Mutant {
  /** Which it is in the instrumented code of this run. */
  id: string;
  /** Which it is in any run, as long as its file stays as it is. */
  key: string;
  file: string;
  mutator: string;
  line: number;
  before: string;
  after: string;
  /** Its whole file with the mutant in it. */
  source: string;
  /** Why it is none, if so. */
  ignored?: string;
}

export interface Instrumented {
  mutants: Mutant[];
  /** By file: all of its mutants behind switches, and what counts who passes them. */
  code: Record<string, string>;
}

const isOff = () => false;
const say = () => {};
const silent = {
  ...{ isTraceEnabled: isOff, isDebugEnabled: isOff, isInfoEnabled: isOff, isWarnEnabled: isOff },
  ...{ isErrorEnabled: isOff, isFatalEnabled: isOff },
  ...{ trace: say, debug: say, info: say, warn: say, error: say, fatal: say },
};

/** Stryker's mutants of these files. */
export async function instrument(files: readonly string[], hasTexts: boolean): Promise<Instrumented> {
  const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
  const inputs = [...sources].map(([name, content]) => ({ name, content, mutate: true }));
  const options = {
    plugins: null,
    excludedMutations: hasTexts ? [] : ['StringLiteral'],
    ignorers: [exceptMessages],
  };
  const result = await new Instrumenter(silent).instrument(inputs, options);
  const mutants = result.mutants.map(({ id, fileName, mutatorName, replacement, location, statusReason }) => {
    const source = sources.get(fileName) ?? '';
    const from = offset(source, location.start);
    const to = offset(source, location.end);
    const whole = `${source.slice(0, from)}${replacement}${source.slice(to)}`;
    const about = { id, file: fileName, mutator: mutatorName, line: location.start.line + 1 };
    const change = { before: source.slice(from, to), after: replacement, source: whole };
    const key = createHash('sha256')
      .update(`${fileName}\0${source}\0${from}\0${to}\0${replacement}`)
      .digest('hex');
    return { ...about, ...change, key: key.slice(0, 16), ...(statusReason && { ignored: statusReason }) };
  });
  return { mutants, code: Object.fromEntries(result.files.map(({ name, content }) => [name, content])) };
}

/** Stryker counts lines and columns from 0. */
function offset(source: string, { line, column }: { line: number; column: number }): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = source.indexOf('\n', start) + 1;
  return start + column;
}
