// Copies a folder: what is served as it is, and no compiler sees.
import { cpSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new TypeError('copy-folder.ts FROM TO');
cpSync(from, to, { recursive: true });
