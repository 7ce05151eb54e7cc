import packageJson from '../package.json' with { type: 'json' };
import { productTexts } from './product-texts.ts';

const { name, version, license, homepage, repository } = packageJson;
const { description } = productTexts.en;
const people = { name: 'The Kamikit contributors' };

/** The plugin for Claude Code (https://code.claude.com/docs/en/plugins-reference): the server, and a skill beside it. */
export function pluginManifest(): object {
  return {
    ...{ name, version, description, author: people, homepage, license },
    repository: repository.url.replace(/^git\+|\.git$/g, ''),
    keywords: ['mcp', 'digital-goods', '卡密'],
    // Skill and server fit together in one version. Settings are those of the shell, or of the configuration file.
    mcpServers: { kamikit: { command: 'npx', args: ['-y', `${name}@${version}`] } },
  };
}

/** What `/plugin marketplace add` reads at the root of the repository. */
export function marketplace(): object {
  return {
    name,
    owner: people,
    metadata: { description },
    plugins: [{ name, description, source: './packages/kamikit/plugin' }],
  };
}
