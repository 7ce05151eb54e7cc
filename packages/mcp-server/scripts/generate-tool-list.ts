// Writes src/tool-list.ts from the tools; a test holds the two together.
import { writeFile } from 'node:fs/promises';
import { listTools } from '../src/listing/describe-tools.ts';

const text = `// Made by \`pnpm generate\` from tools/: what a host sees of each tool, so that starting up builds no schema.
import type { ListedTool } from './describe-tools.ts';

export const listedTools: readonly ListedTool[] = ${JSON.stringify(listTools(), null, 2)};
`;
await writeFile(new URL('../src/listing/tool-list.ts', import.meta.url), text);
