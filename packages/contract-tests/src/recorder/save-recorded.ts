import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fixtureSchema } from '../interactions/fixture.ts';

/** Writes a recorded fixture. @throws {Error} rather than overwrite one that was not recorded. */
export function saveRecorded(file: string, text: string): 'wrote' | 'same as before' {
  if (existsSync(file)) {
    const before = readFileSync(file, 'utf8');
    if (before === text) return 'same as before';
    const { kind } = fixtureSchema.parse(JSON.parse(before)).provenance;
    if (kind !== 'recorded') throw new Error(`${file} is ${kind}, not recorded: choose another --case`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return 'wrote';
}
