import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { nameParts } from './name-parts.ts';
import { softwareBill } from './software-bill.ts';
import { thirdPartyNotices } from './third-party-notices.ts';
import { withoutFormValidation } from './without-form-validation.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is loaded at a time of its own, each from the module with which it begins. */
const entryPoints = {
  kamikit: 'src/main.ts',
  'parts/config-file': 'src/config/parse-config-file.ts',
  'parts/prompts': 'src/cli/prompts.ts',
  'parts/runtime': 'src/calling/runtime.ts',
  'parts/sdk': 'src/mcp/behind-desk.ts',
  'parts/offers': 'src/mcp/offers.ts',
  'parts/serving': 'src/http/serving.ts',
  'parts/oauth': 'src/http/oauth.ts',
  'parts/bounded-fetch': 'src/http/bounded-fetch.ts',
  'parts/commands': 'src/cli/run-command.ts',
  'parts/ledger-commands': 'src/cli/ledger-commands.ts',
  'parts/serving-commands': 'src/cli/serving-commands.ts',
  'parts/csv-parse': 'src/cli/csv-parse.ts',
  'parts/undici': '@kamikit/core/src/undici.ts',
  'parts/ledger': '@kamikit/ledger',
  'parts/postgres': '@kamikit/ledger/src/postgres/open-postgres.ts',
  'parts/look-at-postgres': '@kamikit/ledger/src/postgres/read-postgres.ts',
  'parts/shared-work': 'src/errands/over-postgres.ts',
  'parts/restock-on-time': 'src/errands/restock-on-time.ts',
  'parts/sandbox': '@kamikit/sandbox',
  'parts/console': '@kamikit/console',
  'parts/app-view': '@kamikit/console/app-view',
  'parts/http': 'src/http/request-listener.ts',
  ...Object.fromEntries(
    ['start.zh', 'calls.en', 'calls.zh', 'offers.en', 'offers.zh', 'commands.en', 'commands.zh'].map(
      (name) => [`parts/${name}`, `src/messages/${name}.ts`],
    ),
  ),
};

/**
 * Makes the server and the command line into a folder that needs nothing beside it: `kamikit.mjs`, what it loads later
 * under `parts/`, the notices of the packages in it, and a bill of materials. The folder is emptied first. Nothing is minified: that would
 * save 1 MB of memory and no time.
 * `plugins` see each of our sources: a test can build a variant with a guard taken out.
 */
export async function bundleServer(folder: string, plugins: Plugin[] = []): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    charset: 'utf8',
    conditions: ['@kamikit/source'],
    // Its main file is UMD, in which esbuild does not see what it requires (jsonc-parser's issue 57).
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    sourcemap: 'linked',
    metafile: true,
    write: false,
    // A variant that cannot be built is a test's own affair; it throws all the same.
    logLevel: plugins.length > 0 ? 'silent' : 'warning',
    plugins: [withoutFormValidation, ...plugins],
  });
  const packages = await bundledPackages(metafile, root);
  const notices = await thirdPartyNotices(packages);
  const bill = softwareBill(
    JSON.parse(await readFile(join(root, '../kamikit/package.json'), 'utf8')), // what people install
    packages,
    await readFile(join(root, '../../pnpm-lock.yaml'), 'utf8'),
  );
  await rm(folder, { recursive: true, force: true });
  for (const { path, text } of nameParts(outputFiles, metafile)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  }
  // What the page's browser loads, beside the part that serves it.
  await cp(join(root, '../console/src/assets'), join(folder, 'parts/assets'), { recursive: true });
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);
  await writeFile(join(folder, 'sbom.cdx.json'), bill);
  await chmod(join(folder, 'kamikit.mjs'), 0o755);
  return metafile;
}
