// What people install is the server's bundle, under a name of its own and with nothing beside it.
import { cp, rm } from 'node:fs/promises';

const folder = new URL('../dist/', import.meta.url);
await rm(folder, { recursive: true, force: true });
await cp(new URL('../../mcp-server/dist/', import.meta.url), folder, { recursive: true });
