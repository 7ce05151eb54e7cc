import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Plugin } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { bundleServer } from '../scripts/bundle-server.ts';

/**
 * The server, built from its sources as they are now: once for all files of a run, so nothing may be written there. With
 * plugins, or where the sources change under the tests, it is one of its own, which goes when the tests of the block end.
 */
export function bundleForTests(plugins?: Plugin[]): string {
  const common = process.env.VITEST_MODE === 'WATCH' ? undefined : process.env.BUNDLED_ONCE_IN;
  if (plugins === undefined && common !== undefined) {
    beforeAll(() => bundleOnce(common));
    return join(common, 'kamikit.mjs');
  }
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-bundle-'));
  beforeAll(async () => void (await bundleServer(folder, plugins ?? [])));
  afterAll(() => rmSync(folder, { recursive: true }));
  return join(folder, 'kamikit.mjs');
}

// Where what processes run is counted, each would copy the maps that its bundle names: four of its six megabytes.
const UNNAMED_MAPS: Plugin = {
  name: 'unnamed-maps',
  setup({ initialOptions }) {
    initialOptions.sourcemap = 'external';
  },
};

/** Of all the files that run side by side, the first that takes the turn builds; the others wait for what it says. */
async function bundleOnce(folder: string): Promise<void> {
  const verdict = `${folder}.verdict`;
  // Not the folder itself, which is emptied first: whoever came just then would build it a second time, under running tests.
  if (mkdirSync(`${folder}.turn`, { recursive: true }) !== undefined) {
    const isCounted = process.env.NODE_V8_COVERAGE !== undefined;
    const failure = await bundleServer(folder, isCounted ? [UNNAMED_MAPS] : []).then(
      () => '',
      (error: unknown) => String(error),
    );
    writeFileSync(`${verdict}.new`, failure);
    renameSync(`${verdict}.new`, verdict);
  }
  while (!existsSync(verdict)) await delay(20);
  const failure = readFileSync(verdict, 'utf8');
  if (failure !== '') throw new Error(failure);
}
