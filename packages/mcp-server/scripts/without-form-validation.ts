import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const standIn = fileURLToPath(new URL('../src/mcp/no-form-validation.ts', import.meta.url));
/** From where each version of the SDK loads its validator. */
const LOADED = [/validation\/ajv-provider\.js$/, /^@modelcontextprotocol\/server\/_shims$/];

/**
 * Both versions of the SDK set up a JSON Schema validator for the content of elicitation forms: a sixth of the whole start over
 * stdio, and a third of the part that serves. Ours have no fields, so there is nothing to validate. The build fails when the SDK no
 * longer loads its validator from there.
 */
export const withoutFormValidation: Plugin = {
  name: 'without-form-validation',
  setup({ onResolve, onEnd }) {
    const missing = new Set(LOADED);
    for (const filter of LOADED)
      onResolve({ filter }, () => {
        missing.delete(filter);
        return { path: standIn };
      });
    onEnd(() => ({
      errors: [...missing].map(({ source }) => ({ text: `nothing loads ${source} any more` })),
    }));
  },
};
