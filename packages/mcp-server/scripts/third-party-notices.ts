import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

const INTRODUCTION = 'Kamikit is distributed with code from these packages, each under its own license.';
const RULE = '='.repeat(80);

/**
 * The licenses of the packages whose code is in the bundle: MIT, BSD and Apache ask that their text goes with it.
 * @throws {Error} when a package says nothing of its license.
 */
export async function thirdPartyNotices(packages: BundledPackage[]): Promise<string> {
  return [INTRODUCTION, ...(await Promise.all(packages.map(noticeOf)))].join(`\n\n${RULE}\n`);
}

export async function noticeOf({ folder, name, version, license }: BundledPackage): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  if (license === undefined && files.length === 0)
    throw new Error(`${name} ${version} has neither a license field nor a license file`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts.map((text) => text.trim())].join('\n\n');
}
