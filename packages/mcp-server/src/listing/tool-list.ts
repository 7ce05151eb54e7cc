import { UPSTREAMS } from '@kamikit/core/base';
import { TOOL_EFFECTS } from '../tools/effect.ts';
import type { ListedTool } from './describe-tools.ts';
import list from './tool-list.json' with { type: 'json' };

/** What a host sees of each tool, made by `pnpm generate` from tools/, so that starting up builds no schema. */
export const listedTools: readonly ListedTool[] = list.map(({ needs, effect, definition }) => ({
  needs: typeof needs === 'string' ? oneOf(['any'], needs) : needs.map((name) => oneOf(UPSTREAMS, name)),
  effect: oneOf(TOOL_EFFECTS, effect),
  definition: {
    ...definition,
    inputSchema: { ...definition.inputSchema, type: 'object' },
    outputSchema: { ...definition.outputSchema, type: 'object' },
  },
}));

/** TypeScript reads any text in JSON as `string`. @throws {TypeError} when it is none of the known ones. */
function oneOf<const Known extends string>(known: readonly Known[], text: string): Known {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new TypeError(`tool-list.json holds "${text}": run \`pnpm generate\``);
  return found;
}
