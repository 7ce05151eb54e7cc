import { KamikitError, UPSTREAM_NAMES, UPSTREAMS } from '@kamikit/core';
import { assertUsable } from '../config/assert-usable.ts';
import type { Config } from '../config/config.ts';
import { readPageAddress } from '../config/page-address.ts';
import { isConfigured } from '../listing/availability.ts';
import type { Failures } from '../messages/failures.en.ts';
import type { Tool, ToolContext } from '../tools/define-tool.ts';
import { changesSomething } from '../tools/effect.ts';
import { tools } from '../tools/index.ts';
import { type Failure, saysWhetherPartOfACard, toFailure } from '../views/failure.ts';
import { rememberingLastEntry } from './last-entry.ts';
import { parseArguments } from './parse-arguments.ts';

/** `toText` makes the text of an answer, where that is not JSON; failures are always JSON. */
export type ToolAnswer =
  | { ok: true; answer: object; toText?: (answer: object) => string }
  | { ok: false; answer: Failure };

/** Runs a tool with arguments as they came; every failure is an answer too. */
export async function callTool(
  name: string,
  args: unknown,
  context: Omit<ToolContext, 'failure' | 'showing'>,
): Promise<ToolAnswer> {
  const { spender, lastEntryId } = rememberingLastEntry(context.spender);
  const { config, othersCards, say, signal } = context;
  const failure = (error: unknown) => {
    const reveal = saysWhetherPartOfACard(error) ? othersCards : config.reveal;
    return toFailure(error, reveal, say.failure, signal);
  };
  try {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new TypeError(`the tool ${name} is listed but does not exist`);
    assertAvailable(tool, config);
    const answer = await tool.run(parseArguments(tool.input, args, say.argument), {
      ...context,
      spender,
      // It is in a file, which most calls need not read.
      showing: { reveal: config.reveal, say: say.result, page: pageAddress(config) },
      failure: (error) => failure(error).error,
    });
    return { ok: true, answer: tool.output.parse(answer), ...(tool.text && { toText: tool.text }) };
  } catch (error) {
    return { ok: false, answer: failure(afterSpending(error, lastEntryId(), say.failure)) };
  }
}

function pageAddress(config: Config): () => string | null {
  let page: string | null | undefined;
  return () => {
    if (page === undefined) page = readPageAddress(config);
    return page;
  };
}

/** What was spent is written down, whatever broke afterwards: the failure names it, so that nobody does it again. */
function afterSpending(error: unknown, entryId: string | undefined, say: Failures): unknown {
  if (entryId === undefined || error instanceof KamikitError) return error;
  return new KamikitError(
    `This was carried out and written down as entry ${entryId}, but its answer could not be shown.`,
    {
      ...{ code: 'internal', outcome: 'unknown', entryId, cause: error },
      hint: say.doneUnshown,
    },
  );
}

/** @throws {KamikitError} that says why a tool is not offered, or which setting keeps it from working. */
function assertAvailable(tool: Tool, config: Config): void {
  if (!isConfigured(tool, config)) {
    const needed = (tool.needs === 'any' ? UPSTREAMS : tool.needs).map((name) => UPSTREAM_NAMES[name]);
    throw new KamikitError(
      `${tool.name} is not available: it needs a ${needed.join(' or ')}, and none is configured.`,
      { code: 'config_invalid', outcome: 'not_committed' },
    );
  }
  if (config.onlyReads && tool.effect !== 'read') {
    throw new KamikitError(`${tool.name} is not available: you may look here, and change nothing.`, {
      ...{ code: 'read_only', outcome: 'not_committed' },
      hint: 'Your role here is to look: whoever runs this server can give you another.',
    });
  }
  if (!changesSomething(tool.effect)) return;
  if (config.readOnly) {
    throw new KamikitError(`${tool.name} is not available: this server is read-only.`, {
      code: 'read_only',
      outcome: 'not_committed',
    });
  }
  assertUsable(config, 'spending', 'changes');
}
