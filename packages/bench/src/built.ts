import { fileURLToPath } from 'node:url';

/** The server as it is built. */
export const BUILT = fileURLToPath(new URL('../../mcp-server/dist/kamikit.mjs', import.meta.url));
/** The least that can be asked the same. */
export const BARE = fileURLToPath(new URL('bare-json-rpc.mjs', import.meta.url));
/** The least that a call of a tool can be. */
export const BARE_CALLER = fileURLToPath(new URL('bare-caller.mjs', import.meta.url));
