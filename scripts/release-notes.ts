// Prints what the changelog says of the version that stands in the packages.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sectionOf } from './changelog.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const { version }: { version: string } = JSON.parse(read('packages/kamikit/package.json'));
process.stdout.write(`${sectionOf(read('CHANGELOG.md'), version)}\n`);
