// What other packages of this workspace may use of the server; it is published as a program, not as a library.
export { type Config, type Environment, integrityOf, ledgerPath, readConfig } from './src/config/config.ts';
export { loadConfig } from './src/config/load-config.ts';
export { redactorOf } from './src/config/redactor-of.ts';
export { settingsOfSandbox } from './src/config/settings-of-sandbox.ts';
export { isKey, VARIABLES } from './src/config/variables.ts';
export { listedTools } from './src/listing/tool-list.ts';
export { createServer, type KamikitServer } from './src/mcp/server.ts';
export { tools } from './src/tools/index.ts';
export { SHOP_FIELDS } from './src/views/shop-fields.ts';
