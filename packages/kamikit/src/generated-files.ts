import { marketplace, pluginManifest } from './plugin.ts';
import { serverEntry } from './server-entry.ts';
import { settings } from './setting.ts';

/** What is committed and repeats other facts, by its path below the root. A test holds both together. */
export function generatedFiles(): ReadonlyArray<{ path: string; content: object }> {
  return [
    { path: 'packages/kamikit/server.json', content: serverEntry(settings()) },
    { path: 'packages/kamikit/plugin/.claude-plugin/plugin.json', content: pluginManifest() },
    { path: '.claude-plugin/marketplace.json', content: marketplace() },
  ];
}
