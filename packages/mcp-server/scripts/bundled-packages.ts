import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of somebody else. */
export interface BundledPackage {
  folder: string;
  name: string;
  version: string;
  /** An SPDX expression, as its `package.json` gives it. */
  license?: string | undefined;
}

/** The packages of others whose code is in the bundle, by esbuild's own account, in the order of their names. */
export async function bundledPackages({ outputs }: Metafile, root: string): Promise<BundledPackage[]> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => packageFolder(resolve(root, path)) ?? []);
  const packages = await Promise.all([...new Set(folders)].map(readPackage));
  const order = ({ name, version }: BundledPackage) => `${name} ${version}`;
  return packages.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0];
}

export async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license }: Omit<BundledPackage, 'folder'> = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  return { folder, name, version, license };
}
