import packageJson from '../package.json' with { type: 'json' };
import { productTexts } from './product-texts.ts';
import type { Setting } from './setting.ts';

const { name, version, mcpName, repository } = packageJson;

/** How the service behind an address is called by the registry. */
const SOURCES: Readonly<Record<string, string>> = { 'github.com': 'github', 'gitlab.com': 'gitlab' };

/**
 * The entry for the registry of MCP servers, `server.json`
 * (https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json).
 */
export function serverEntry(settings: readonly Setting[]): object {
  const url = repository.url.replace(/^git\+|\.git$/g, '');
  const { hostname } = new URL(url);
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title: productTexts.en.display_name,
    description: productTexts.en.description,
    version,
    repository: { url, source: SOURCES[hostname] ?? hostname, subfolder: repository.directory },
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables: settings.map(({ variable, type, en, isSecret }) => ({
          name: variable,
          description: en,
          isRequired: false,
          isSecret,
          format: type === 'boolean' ? 'boolean' : type === 'string' ? 'string' : 'filepath',
        })),
      },
    ],
  };
}
