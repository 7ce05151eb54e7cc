import { KamikitError } from '@kamikit/core';
import { isConfigured } from './availability.ts';
import type { Config } from './config.ts';
import { type Failure, parseArguments, toFailure } from './failure.ts';
import { assertUsable } from './services.ts';
import { changesSomething, type Tool, type ToolContext } from './tool.ts';
import { tools } from './tools/index.ts';

export type ToolAnswer = { ok: true; answer: object } | { ok: false; answer: Failure };

/** Runs a tool with arguments as they came; every failure is an answer too. */
export async function callTool(name: string, args: unknown, context: ToolContext): Promise<ToolAnswer> {
  try {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new TypeError(`the tool ${name} is listed but does not exist`);
    assertAvailable(tool, context.config);
    const answer = await tool.run(parseArguments(tool.input, args), context);
    return { ok: true, answer: tool.output.parse(answer) };
  } catch (error) {
    return { ok: false, answer: toFailure(error, context.signal) };
  }
}

/** @throws {KamikitError} that says why a tool is not offered, or which setting keeps it from working. */
function assertAvailable(tool: Tool, config: Config): void {
  if (!isConfigured(tool, config)) {
    throw new KamikitError(
      `${tool.name} is not available: it needs a ${tool.needs.join(' or ')}, and none is configured.`,
      {
        code: 'config_invalid',
        outcome: 'not_committed',
      },
    );
  }
  if (!changesSomething(tool)) return;
  if (config.readOnly) {
    throw new KamikitError(`${tool.name} is not available: this server only reads.`, {
      code: 'read_only',
      outcome: 'not_committed',
    });
  }
  assertUsable(config, 'spending');
}
