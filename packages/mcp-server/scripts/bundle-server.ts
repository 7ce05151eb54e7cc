import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22.19',
  conditions: ['@kamikit/source'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Keeps what a start does not need out of the start: V8 scans every function of a file, used or not, so each part
 * behind a dynamic import of ours is bundled on its own and packed into a string, which is unpacked on first use.
 */
const packedParts = (plugins: Plugin[]): Plugin => ({
  name: 'packed-parts',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: fileURLToPath(new URL(path, `file://${resolveDir}/`)), namespace: 'packed' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'packed' }, async ({ path }) => ({
      contents: unpacking(await bundlePart(path, plugins)),
      resolveDir: root,
    }));
  },
});

async function bundlePart(entryPoint: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entryPoint],
    plugins,
    format: 'cjs',
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}

// The best quality takes seconds, for a file that is a tenth smaller.
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

function unpacking(code: string): string {
  return `
    const { compileFunction, constants } = require('node:vm');
    const { brotliDecompressSync } = require('node:zlib');
    const packed = '${brotliCompressSync(code, QUICK).toString('base64')}';
    const code = brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
    compileFunction(code, ['exports', 'module', 'require'], {
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })(exports, module, require);
  `;
}

// The SDK sets up a JSON Schema validator for the content of elicitation forms, a sixth of the whole start. Ours have
// no fields, so there is nothing to validate.
const withoutFormValidation: Plugin = {
  name: 'without-form-validation',
  setup({ onResolve }) {
    onResolve({ filter: /validation\/ajv-provider\.js$/ }, () => ({
      path: `${root}src/mcp/no-form-validation.ts`,
    }));
  },
};

/**
 * Makes the server and the command line into one file that `node` runs without anything beside it.
 * `plugins` see every source of ours: a test can build a variant with a guard taken out.
 */
export async function bundleServer(outfile: string, plugins: Plugin[] = []): Promise<void> {
  await build({
    ...common,
    entryPoints: ['src/main.ts'],
    outfile,
    format: 'esm',
    plugins: [packedParts(plugins), withoutFormValidation, ...plugins],
    // The unpacked parts, and CommonJS libraries, ask for Node's own modules by `require`.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  await chmod(outfile, 0o755);
}
