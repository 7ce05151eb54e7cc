// What people install is the server's bundle, under a name of its own and with nothing beside it but the schemas that the
// server publishes.
import { cpSync, globSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const server = fileURLToPath(new URL('../../mcp-server/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
cpSync(`${server}dist`, folder, { recursive: true });
for (const schema of globSync('*.schema.json', { cwd: server }))
  cpSync(`${server}${schema}`, `${folder}${schema}`);
