import * as z from 'zod';
import type { Tool } from '../tools/define-tool.ts';
import { changesSomething } from '../tools/effect.ts';
import { tools } from '../tools/index.ts';

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

/** MCP's four hints (specification 2025-06-18, ToolAnnotations), all stated. */
function hintsOf({ effect, needs }: Pick<Tool, 'effect' | 'needs'>) {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: changesSomething(effect),
    // A repeated call is safe everywhere: keys make spending and consuming so, and a card is deleted only once.
    idempotentHint: true,
    // What serves all upstreams alike and only reads looks into our own ledger alone.
    openWorldHint: effect !== 'read' || needs !== 'any',
  };
}

/** Every tool as a host sees it, built from its schemas: `pnpm generate` keeps the result. */
export function listTools(): ListedTool[] {
  return tools.map((tool) => ({ needs: tool.needs, effect: tool.effect, definition: describeTool(tool) }));
}

function describeTool(tool: Tool): ToolDefinition {
  const { name, title, description } = tool;
  return {
    ...{ name, title, description },
    inputSchema: { type: 'object', properties: {}, ...shorten(z.toJSONSchema(tool.input)) },
    outputSchema: outputSchema(z.toJSONSchema(tool.output)),
    annotations: hintsOf(tool),
  };
}

/**
 * Clients check structured content against the output schema in case of a failure too, so it has to allow for one:
 * nothing is required. It names the fields of the top only; the tool's own schema checks all of it before it leaves.
 */
function outputSchema(schema: object): JsonSchema {
  const { properties } = shorten(schema);
  const fields = Object.entries(Object(properties)).map(([name, field]) => [name, onlyType(Object(field))]);
  return { type: 'object', properties: { ...Object.fromEntries(fields), error: {} } };
}

function onlyType({ type, items }: { type?: unknown; items?: { type?: unknown } }): object {
  // Most are texts, or may be null: said of every field, that would be a tenth of the list.
  if (type === 'string' || Array.isArray(type)) return {};
  return { type, ...(items && { items: { type: items.type } }) };
}

// The field's own check says these when it matters; few calls come near them.
const UNTOLD = ['$schema', 'minLength', 'maxLength', 'minItems'];
const SAFE_INTEGER_BOUNDS: readonly unknown[] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

/** Leaves out what a model pays for and learns nothing from. */
function shorten(schema: object): Record<string, unknown> {
  const entries = Object.entries(schema).flatMap(([key, value]): Array<[string, unknown]> => {
    if (UNTOLD.includes(key) || SAFE_INTEGER_BOUNDS.includes(value) || isEmpty(value)) return [];
    if (key === 'anyOf' && isNullable(value)) {
      return Object.entries({ ...shorten(value[0]), type: [value[0].type, 'null'] });
    }
    if (Array.isArray(value)) return [[key, value.map((item) => (isObject(item) ? shorten(item) : item))]];
    return [[key, isObject(value) ? shorten(value) : value]];
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

/** Of an object that takes anything, it says nothing. */
function isEmpty(value: unknown): boolean {
  return isObject(value) && !Array.isArray(value) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
