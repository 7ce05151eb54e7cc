import * as z from 'zod';
import { hintsOf, type Tool } from './tool.ts';
import { tools } from './tools/index.ts';

type JsonSchema = { type: 'object'; [key: string]: unknown };

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  annotations: ReturnType<typeof hintsOf>;
}

/** A tool as far as it must be known before it is first called. */
export interface ListedTool extends Pick<Tool, 'needs' | 'effect'> {
  definition: ToolDefinition;
}

export function listTools(): ListedTool[] {
  return tools.map((tool) => ({ needs: tool.needs, effect: tool.effect, definition: describeTool(tool) }));
}

function describeTool(tool: Tool): ToolDefinition {
  const { name, title, description } = tool;
  return {
    ...{ name, title, description },
    inputSchema: { type: 'object', ...shorten(z.toJSONSchema(tool.input)) },
    outputSchema: outputSchema(z.toJSONSchema(tool.output)),
    annotations: hintsOf(tool),
  };
}

/**
 * Clients check structured content against the output schema in case of a failure too, so it has to allow for one:
 * nothing is required. What a success holds is checked by the tool's own schema before it leaves.
 */
function outputSchema(schema: object): JsonSchema {
  const { properties } = shorten(schema, isStrictness);
  return { type: 'object', properties: { ...Object(properties), error: { type: 'object' } } };
}

const SAFE_INTEGER_BOUNDS: readonly unknown[] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

// A field of ours may bear one of these names; it is then described by an object.
function isStrictness(key: string, value: unknown): boolean {
  return (key === 'required' && Array.isArray(value)) || (key === 'additionalProperties' && value === false);
}

/** Leaves out what a model pays for and learns nothing from. */
function shorten(
  schema: object,
  unwanted: (key: string, value: unknown) => boolean = () => false,
): Record<string, unknown> {
  const entries = Object.entries(schema).flatMap(([key, value]): Array<[string, unknown]> => {
    if (key === '$schema' || unwanted(key, value) || SAFE_INTEGER_BOUNDS.includes(value)) return [];
    if (key === 'anyOf' && isNullable(value)) {
      return Object.entries({ ...shorten(value[0], unwanted), type: [value[0].type, 'null'] });
    }
    if (Array.isArray(value))
      return [[key, value.map((item) => (isObject(item) ? shorten(item, unwanted) : item))]];
    return [[key, isObject(value) ? shorten(value, unwanted) : value]];
  });
  return Object.fromEntries(entries);
}

function isNullable(value: unknown): value is [{ type: string }, { type: 'null' }] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0]?.type === 'string' &&
    value[1]?.type === 'null'
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
