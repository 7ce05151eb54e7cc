import { writeFile } from 'node:fs/promises';
import { bundlePortable } from './bundle-portable.ts';

await writeFile(new URL('../dist/portable.js', import.meta.url), await bundlePortable());
