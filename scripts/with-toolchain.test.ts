import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What the script asks npx for on a machine that has no pnpm. */
async function askedOfNpx(): Promise<string[]> {
  const bin = mkdtempSync(join(tmpdir(), 'kamikit-npx-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  writeFileSync(join(bin, 'npx'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/with-toolchain.mjs', 'step'], {
    cwd: root,
    env: { PATH: bin, npm_config_user_agent: 'pnpm/0' },
  });
  return stdout.trim().split(' ');
}

it.skipIf(process.platform === 'win32')(
  'npx is asked for one exact version of Node and pnpm each, those of package.json',
  async () => {
    const asked = await askedOfNpx();
    const packages = asked.filter((_, at) => asked[at - 1] === '-p');
    expect(packages).toEqual([`node@${manifest.devEngines.runtime.version}`, manifest.packageManager]);
    for (const name of packages) expect(name).toMatch(/^(node|pnpm)@\d+\.\d+\.\d+$/);
  },
);
