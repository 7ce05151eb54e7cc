import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Setup } from '../messages/setup.en.ts';

const FOR_ITS_OWNER = 0o600;

/**
 * Puts a new text in place of a configuration, in which keys may stand, and keeps the old one beside it. At no
 * moment is there half a file, or one that others can read; `wx` follows no link, and overwrites nothing.
 *
 * @param ifLinked what to do where the file is a symbolic link, to this one
 * @returns where the old text is; null when there was none.
 * @throws {Error} when the file is a symbolic link, or no file: nothing was written.
 */
export async function replaceFile(
  file: string,
  text: string,
  ifLinked: (target: string) => string,
  say: Setup,
): Promise<string | null> {
  const mode = await modeOf(file, ifLinked, say);
  const backup = mode === null ? null : await keep(await readFile(file), `${file}.before-kamikit`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${randomUUID()}.new`;
  try {
    await create(next, text, mode === null ? FOR_ITS_OWNER : mode & FOR_ITS_OWNER);
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  return backup;
}

/** The permissions of a plain file; null when there is none. @throws {Error} for anything else. */
export async function modeOf(
  file: string,
  ifLinked: (target: string) => string,
  say: Setup,
): Promise<number | null> {
  const found = await lstat(file).catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  if (found.isSymbolicLink()) {
    const target = await realpath(file).catch(() => null);
    throw new Error(
      target === null
        ? say.brokenLink({ path: file })
        : say.link({ path: file, target, instead: ifLinked(JSON.stringify(target)) }),
    );
  }
  if (!found.isFile()) throw new Error(say.notFile({ path: file }));
  return found.mode;
}

/** Under the first name that is free: an earlier backup stays as it is. */
async function keep(bytes: Buffer, name: string, number = 1): Promise<string> {
  const path = number === 1 ? name : `${name}-${number}`;
  try {
    await create(path, bytes, FOR_ITS_OWNER);
    return path;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return keep(bytes, name, number + 1);
    throw error;
  }
}

async function create(path: string, content: string | Buffer, mode: number): Promise<void> {
  const handle = await open(path, 'wx', FOR_ITS_OWNER);
  try {
    await handle.writeFile(content);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
