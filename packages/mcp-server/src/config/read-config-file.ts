import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ConfigProblem, Environment } from './config.ts';
import type { FileSettings } from './file-settings.ts';
import { userFolders } from './folders.ts';
import { settingIn } from './setting-in.ts';
import { FILE_VARIABLE, holdsSecret } from './variables.ts';

const LONGEST = 1_000_000;

export interface ReadingAs {
  /** Then a file in which others can read a key is told, and left as it is. */
  changesNothing?: boolean;
  /** Then the file that is named need not be there. */
  mayCreate?: boolean;
}

/** Reads `KAMIKIT_CONFIG`, or `config.json` in the user's folder. Never throws: what is wrong is listed in `problems`. */
export async function readConfigFile(
  environment: Environment,
  { changesNothing = false, mayCreate = false }: ReadingAs = {},
): Promise<FileSettings> {
  const named = settingIn(environment, FILE_VARIABLE);
  const path = named ?? join(userFolders(environment).config, 'config.json');
  // What is named there may be a key that belongs elsewhere, so no message repeats it.
  if (!isAbsolute(path))
    return unread(FILE_VARIABLE, 'it must be an absolute path: hosts start the server in folders of theirs');
  let file: number;
  try {
    // A pipe in its place would otherwise be waited for.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      return unread(named === null ? path : FILE_VARIABLE, `it cannot be read (${code})`);
    if (named !== null && !(mayCreate && code === 'ENOENT'))
      return unread(FILE_VARIABLE, 'there is no such file');
    return { path, exists: false, values: new Map(), problems: [] };
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return unread(path, 'it is not a file');
    if (found.size > LONGEST) return unread(path, 'it is too large');
    const foreign = writtenByOthers(found, path);
    if (foreign !== null) return unread(path, foreign);
    const { parseConfigFile } = await import('./parse-config-file.ts');
    const { values, problems } = parseConfigFile(readFileSync(file, 'utf8'), path);
    return {
      path,
      exists: true,
      values,
      problems: [...problems, ...closed(file, found, { path, values, changesNothing })],
    };
  } catch (error) {
    return unread(path, `it cannot be read (${error instanceof Error ? error.message : String(error)})`);
  } finally {
    closeSync(file);
  }

  /** Its limits, its ledger and what it seals are unknown, so nothing works. */
  function unread(variable: string, message: string): FileSettings {
    return {
      path,
      exists: false,
      values: new Map(),
      problems: [{ variable, message, concern: 'everything' }],
    };
  }
}

// Windows has neither these modes nor these owners: Node makes them up there.
const hasOwners = process.platform !== 'win32';

/** Whoever can write it sets limits, addresses that keys are sent to, and programs that are run. */
function writtenByOthers({ uid, mode }: Stats, path: string): string | null {
  if (!hasOwners) return null;
  if (uid !== 0 && uid !== process.getuid?.())
    return `it belongs to another user; if it is yours: sudo chown "$(id -un)" ${quoted(path)}`;
  return (mode & 0o022) === 0
    ? null
    : `others can write it; look at what it says, then: chmod 600 ${quoted(path)}`;
}

/** A key in it is for its owner alone. Where that cannot be brought about, nothing works until its owner does it. */
function closed(
  file: number,
  { mode }: Stats,
  {
    path,
    values,
    changesNothing,
  }: Pick<FileSettings, 'path' | 'values'> & Required<Pick<ReadingAs, 'changesNothing'>>,
): ConfigProblem[] {
  const holdsKey = [...values].some(
    ([variable, value]) => holdsSecret(variable) && typeof value === 'string',
  );
  if (!hasOwners || !holdsKey || (mode & 0o077) === 0) return [];
  const readable = `others can read the key in it; run: chmod 600 ${quoted(path)}`;
  if (changesNothing) return [{ variable: path, message: readable, concern: 'nothing' }];
  try {
    fchmodSync(file, 0o600);
    const message =
      'other users of this machine could read the key in it until now; if there are any, have the key replaced';
    return [{ variable: path, message, concern: 'nothing' }];
  } catch {
    return [{ variable: path, message: readable, concern: 'everything' }];
  }
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
