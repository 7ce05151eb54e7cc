import type { z } from 'zod';
import type { Upstream } from './errors.ts';

/** What a call does to the world. Only a read may ever be sent twice. */
export type Effect = 'read' | 'spend' | 'consume' | 'delete';

/** One upstream operation as data: what goes out, what comes back, and whether it may be repeated. */
export interface Endpoint<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  operation: `${Upstream}.${string}`;
  method: 'GET' | 'POST';
  /** Below the base URL, without a leading slash. Parameters in braces are filled from the input, percent-encoded. */
  path: string;
  effect: Effect;
  /** The document and section that describe it. */
  source: string;
  /** Checked before anything is sent. */
  input: Input;
  /** Tolerant: unknown keys are kept, numbers may be strings. */
  output: Output;
  /**
   * What an answer is about, where that is not what was asked for, such as "order B instead of A"; null when it is. Such
   * an answer proves nothing. What an answer does not tell is not held against it.
   */
  contradicts?(output: z.output<Output>, input: z.output<Input>): string | null;
  /** Whether `output` is so long a work that it gives everybody else a turn now and then. */
  isReadInTurns?: boolean;
  /** Time limit for one request where the usual one is too short, in milliseconds. */
  timeoutMs?: number;
  /** Size limit for an answer where the usual one is too small, in bytes. */
  maxBodyBytes?: number;
}

export function defineEndpoint<Input extends z.ZodType, Output extends z.ZodType>(
  endpoint: Endpoint<Input, Output>,
): Endpoint<Input, Output> {
  return endpoint;
}
