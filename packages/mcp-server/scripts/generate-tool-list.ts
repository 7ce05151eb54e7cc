// Writes src/listing/tool-list.json from the tools; a test holds the two together.
import { writeFile } from 'node:fs/promises';
import { listTools } from '../src/listing/describe-tools.ts';

await writeFile(new URL('../src/listing/tool-list.json', import.meta.url), JSON.stringify(listTools()));
