import type { Upstream } from '@kamikit/core';
import type { z } from 'zod';
import type { Services } from './services.ts';

/** What a tool does to the world; the annotation hints follow from it. `record`: changes our own ledger only. */
export type ToolEffect = 'read' | 'record' | 'spend' | 'consume' | 'delete';

export interface ToolContext extends Services {
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
  /** Tells a host that asked for it how far a long wait has come. */
  progress(done: number, total: number, message: string): void;
  /** Asks the user where the host can, and says whether it could. @throws {KamikitError} `declined` when the answer is not yes. */
  confirm(question: string): Promise<boolean>;
}

/** One tool as data and a function; it does not know how it is transported. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  name: string;
  title: string;
  /** The first sentence says what it does and when to use it. */
  description: string;
  /** The tool is there when any of these is configured. */
  needs: ReadonlyArray<Upstream>;
  effect: ToolEffect;
  input: Input;
  output: Output;
  run(input: z.output<Input>, context: ToolContext): Promise<z.input<Output>>;
}

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}

/** MCP's four hints (specification 2025-06-18, ToolAnnotations), all stated. */
export function hintsOf({ effect, needs }: Pick<Tool, 'effect' | 'needs'>) {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'spend' || effect === 'consume' || effect === 'delete',
    // A repeated call is safe everywhere: keys make spending and consuming so, and a card is deleted only once.
    idempotentHint: true,
    // What serves all upstreams alike and only reads looks into our own ledger alone.
    openWorldHint: effect !== 'read' || needs.length < 3,
  };
}

/** Whether read-only mode leaves the tool out. */
export function changesSomething({ effect }: Pick<Tool, 'effect'>): boolean {
  return effect === 'spend' || effect === 'consume' || effect === 'delete';
}
