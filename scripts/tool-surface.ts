import type { Step } from './changelog.ts';

/** A tool as packages/mcp-server/src/listing/tool-list.json has it, as far as programs and models rely on it. */
export interface PublicTool {
  effect: string;
  definition: {
    name: string;
    inputSchema: { properties?: Record<string, object>; required?: readonly string[] };
    outputSchema: { properties?: Record<string, object> };
  };
}

const ORDER: readonly Step[] = ['patch', 'minor', 'major'];

/** The larger of several steps; `null` where nothing has changed. */
export function largest(steps: ReadonlyArray<Step | null>): Step | null {
  return ORDER.findLast((step) => steps.includes(step)) ?? null;
}

/** Which step of the version leads from the tools of a release to these; docs/versions.md says why. */
export function stepBetween(before: readonly PublicTool[], after: readonly PublicTool[]): Step | null {
  const byName = new Map(after.map((tool) => [tool.definition.name, tool]));
  const kept = before.map((tool) => {
    const now = byName.get(tool.definition.name);
    return now === undefined ? 'major' : stepOfTool(tool, now);
  });
  const known = new Set(before.map(({ definition }) => definition.name));
  return largest([...kept, after.every(({ definition }) => known.has(definition.name)) ? null : 'minor']);
}

function stepOfTool(before: PublicTool, after: PublicTool): Step | null {
  const [input, output] = [before.definition.inputSchema, before.definition.outputSchema];
  const [newInput, newOutput] = [after.definition.inputSchema, after.definition.outputSchema];
  const isRequired = (name: string, list: readonly string[] = []) => list.includes(name);
  return largest([
    before.effect === after.effect ? null : before.effect === 'read' ? 'major' : 'minor',
    stepOfProperties(input.properties, newInput.properties),
    stepOfProperties(output.properties, newOutput.properties),
    (newInput.required ?? []).every((name) => isRequired(name, input.required)) ? null : 'major',
    (input.required ?? []).every((name) => isRequired(name, newInput.required)) ? null : 'minor',
    JSON.stringify(before) === JSON.stringify(after) ? null : 'patch',
  ]);
}

function stepOfProperties(
  before: Record<string, object> = {},
  after: Record<string, object> = {},
): Step | null {
  const kept = Object.entries(before).map(([name, schema]): Step | null => {
    const now = after[name];
    if (now === undefined) return 'major';
    if (shapeOf(schema) === shapeOf(now)) return null;
    // More values than before break nobody; whatever else has changed may.
    return shapeOf({ ...schema, enum: [] }) === shapeOf({ ...now, enum: [] }) &&
      valuesOf(schema).every((value) => valuesOf(now).includes(value))
      ? 'minor'
      : 'major';
  });
  return largest([...kept, Object.keys(after).every((name) => name in before) ? null : 'minor']);
}

/** What may stand there, whatever is said about it. */
function shapeOf(schema: object): string {
  return JSON.stringify(schema, (key, value) => (key === 'description' ? undefined : value));
}

function valuesOf(schema: object): unknown[] {
  return 'enum' in schema && Array.isArray(schema.enum) ? schema.enum : [];
}
