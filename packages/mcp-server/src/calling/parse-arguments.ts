import { KamikitError } from '@kamikit/core';
import type { z } from 'zod';

/** Reads a tool's arguments. @throws {KamikitError} `invalid_request`, naming each field and what it expects. */
export function parseArguments<Input extends z.ZodObject>(schema: Input, args: unknown): z.output<Input> {
  const parsed = schema.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return `unknown ${issue.keys.map((key) => JSON.stringify(key)).join(', ')} (known: ${Object.keys(schema.shape).join(', ') || 'none'})`;
    }
    return `${issue.path.join('.') || 'arguments'}: ${issue.message}`;
  });
  throw new KamikitError(`Invalid arguments: ${faults.join('; ')}.`, {
    code: 'invalid_request',
    retryable: false,
    cause: parsed.error,
  });
}
