import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { bundleServer } from '../scripts/bundle-server.ts';

/** Builds the server from its sources as they are now; its folder goes when the tests of the block end. */
export function bundleForTests(plugins: Plugin[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-bundle-'));
  beforeAll(async () => void (await bundleServer(folder, plugins)));
  afterAll(() => rmSync(folder, { recursive: true }));
  return join(folder, 'kamikit.mjs');
}
