import type { BundledPackage } from './bundled-packages.ts';

/**
 * What the bundle is made of, for machines: a bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json).
 * The hashes are those of the packages' archives, as pnpm checked them against the lockfile. Neither a time nor a serial
 * number is in it, so that the same sources make the same file.
 * @throws {Error} when the lockfile does not know a package, or a package says nothing of its license.
 */
export function softwareBill(
  product: { name: string; version: string; license: string },
  packages: BundledPackage[],
  lockfile: string,
): string {
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...describe(product) } },
    components: packages.map((each) => ({
      type: 'library',
      ...describe(each),
      hashes: [{ alg: 'SHA-512', content: archiveHash(each, lockfile) }],
    })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function describe({ name, version, license }: Omit<BundledPackage, 'folder'>) {
  if (license === undefined) throw new Error(`${name} ${version} has no license field`);
  const [, group, bare = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  // One license is named by its id, several by an expression of SPDX.
  const licenses = [/\s/.test(license) ? { expression: license } : { license: { id: license } }];
  return { 'bom-ref': purl, ...(group && { group }), name: bare, version, licenses, purl };
}

function archiveHash({ name, version }: BundledPackage, lockfile: string): string {
  const key = `${name}@${version}`;
  // pnpm quotes what begins with "@"; the first line below the name is its resolution.
  const [, entry = ''] = lockfile.split(`\n  ${key.startsWith('@') ? `'${key}'` : key}:\n    resolution: `);
  const [, base64] = /^\{integrity: sha512-([^,}]+)/.exec(entry) ?? [];
  if (base64 === undefined) throw new Error(`the lockfile does not know ${name} ${version}`);
  return Buffer.from(base64, 'base64').toString('hex');
}
