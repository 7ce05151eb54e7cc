import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExtension } from '@anthropic-ai/mcpb/cli';
import { listedBy } from './listed.ts';
import { chineseManifest, mcpbManifest } from './mcpb-manifest.ts';
import { settings } from './setting.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packs a built server, by its folder, into one file that a host installs with a double click.
 * @throws {Error} when the manifest is not as the specification has it.
 */
export async function makeBundle(serverFolder: string, outputPath: string): Promise<void> {
  const extensionPath = mkdtempSync(join(tmpdir(), 'kamikit-mcpb-'));
  try {
    const place = (path: string, content: object) => {
      mkdirSync(dirname(join(extensionPath, path)), { recursive: true });
      writeFileSync(join(extensionPath, path), `${JSON.stringify(content, null, 2)}\n`);
    };
    const server = join(serverFolder, 'kamikit.mjs');
    const listed = listedBy(server, { KAMIKIT_LANG: 'en' });
    const inChinese = listedBy(server, { KAMIKIT_LANG: 'zh' });
    place('manifest.json', mcpbManifest(listed, settings()));
    place('mcpb-resources/zh-CN.json', chineseManifest(listed, inChinese));
    cpSync(serverFolder, join(extensionPath, 'server'), { recursive: true });
    cpSync(join(packageFolder, 'assets/icon.png'), join(extensionPath, 'icon.png'));
    cpSync(join(packageFolder, '../../LICENSE'), join(extensionPath, 'LICENSE'));
    if (!(await packExtension({ extensionPath, outputPath, silent: true })))
      throw new Error('the bundle could not be packed: see above');
  } finally {
    rmSync(extensionPath, { recursive: true });
  }
}
