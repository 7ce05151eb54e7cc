import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

const INTRODUCTION = 'Kamikit is distributed with code from these packages, each under its own license.';
const RULE = '='.repeat(80);

/**
 * The licenses of the packages whose code is in the bundle: MIT, BSD and Apache ask that their text goes with it.
 * @throws {Error} when a package says nothing of its license.
 */
export async function thirdPartyNotices({ outputs }: Metafile, root: string): Promise<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => packageFolder(resolve(root, path)) ?? []);
  const notices = await Promise.all([...new Set(folders)].map(noticeOf));
  return [INTRODUCTION, ...notices.sort()].join(`\n\n${RULE}\n`);
}

function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0];
}

export async function noticeOf(folder: string): Promise<string> {
  const { name, version, license }: { name: string; version: string; license?: string } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  if (license === undefined && files.length === 0)
    throw new Error(`${name} ${version} has neither a license field nor a license file`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts.map((text) => text.trim())].join('\n\n');
}
