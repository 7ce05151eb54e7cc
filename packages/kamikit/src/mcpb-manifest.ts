import packageJson from '../package.json' with { type: 'json' };
import type { Listed } from './listed.ts';
import { chineseToolTexts, productTexts } from './product-texts.ts';
import type { Setting } from './setting.ts';

const { name, version, license, keywords, engines, repository, homepage, bugs } = packageJson;

/**
 * What an MCP host is told of the bundle: https://github.com/modelcontextprotocol/mcpb, MANIFEST.md, version 0.3. A
 * setting that is left blank reaches the server as the literal `${user_config.x}`, which it takes for unset; so no
 * default stands here, and the server's own hold.
 */
export function mcpbManifest({ tools, prompts }: Listed, settings: readonly Setting[]): object {
  return {
    manifest_version: '0.3',
    ...{ name, version, license, keywords },
    ...productTexts.en,
    author: { name: 'The Kamikit contributors' },
    repository: { type: repository.type, url: repository.url.replace(/^git\+/, '') },
    ...{ homepage, support: bugs },
    icon: 'icon.png',
    localization: { resources: `mcpb-resources/\${locale}.json`, default_locale: 'en-US' },
    server: {
      type: 'node',
      entry_point: 'server/kamikit.mjs',
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/server/kamikit.mjs`],
        env: Object.fromEntries(settings.map((each) => [each.variable, `\${user_config.${each.name}}`])),
      },
    },
    ...{ tools, prompts },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    user_config: Object.fromEntries(
      settings.map(({ name: key, type, title, en, zh, isSecret }) => [
        key,
        { type, title, description: `${en}. ${zh}。`, required: false, sensitive: isSecret },
      ]),
    ),
  };
}

/** What a host shows instead to whoever reads Chinese. */
export function chineseManifest({ tools }: Listed, { prompts }: Listed): object {
  return {
    ...productTexts.zh,
    tools: tools.map(({ name: tool }) => ({ name: tool, description: chineseToolText(tool) })),
    prompts,
  };
}

function chineseToolText(tool: string): string {
  const text = chineseToolTexts[tool];
  if (text === undefined) throw new Error(`product-texts.ts says nothing of ${tool} in Chinese`);
  return text;
}
