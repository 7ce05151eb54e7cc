// Writes src/tool-list.json from the tools; a test holds the two together.
import { writeFile } from 'node:fs/promises';
import { listTools } from '../src/list-tools.ts';

await writeFile(new URL('../src/tool-list.json', import.meta.url), JSON.stringify(listTools()));
