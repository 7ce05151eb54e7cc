import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const standIn = fileURLToPath(new URL('../src/mcp/no-form-validation.ts', import.meta.url));

/**
 * The SDK sets up a JSON Schema validator for the content of elicitation forms, a sixth of the whole start. Ours have
 * no fields, so there is nothing to validate. The build fails when the SDK no longer loads its validator from there.
 */
export const withoutFormValidation: Plugin = {
  name: 'without-form-validation',
  setup({ onResolve, onEnd }) {
    let replaced = false;
    onResolve({ filter: /validation\/ajv-provider\.js$/ }, () => {
      replaced = true;
      return { path: standIn };
    });
    onEnd(() =>
      replaced ? null : { errors: [{ text: 'nothing loads validation/ajv-provider.js any more' }] },
    );
  },
};
