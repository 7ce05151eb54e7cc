import type { JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';

// As the second version of the SDK names it, and what else that loads from there.
export { AjvJsonSchemaValidator as DefaultJsonSchemaValidator };
export const { process } = globalThis;

/** Stands in for the SDK's Ajv validator in the bundled server: all content is valid, as our forms have no fields. */
export class AjvJsonSchemaValidator implements jsonSchemaValidator {
  getValidator<T>(): JsonSchemaValidator<T> {
    return (input) => ({ valid: true, data: input as T, errorMessage: undefined });
  }
}
