import { fileURLToPath } from 'node:url';

/** The server as it is built. */
export const BUILT = fileURLToPath(new URL('../../mcp-server/dist/kamikit.mjs', import.meta.url));
/** The least that can be asked the same. */
export const BARE = fileURLToPath(new URL('bare-json-rpc.mjs', import.meta.url));
