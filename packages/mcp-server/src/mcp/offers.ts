import type { CompleteResult, GetPromptResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolAnswer } from '../calling/call-tool.ts';
import type { Config } from '../config/config.ts';
import { redactedJson } from '../config/redacted-json.ts';
import { completionFor } from '../listing/completions.ts';
import { promptsFor } from '../listing/prompts.ts';
import { callFor, resourcesFor } from '../listing/resources.ts';
import { messagesIn } from '../messages/messages-in.ts';
import type { Completing } from './answers.ts';
import { readView, viewResource } from './app-view.ts';
import { ProtocolFault } from './fault.ts';
import { INTERNAL_ERROR, INVALID_PARAMS } from './refusal.ts';

/** Calls a tool as a host would. */
export type Call = (tool: string, args: unknown) => Promise<ToolAnswer>;

// The specification's own (server/utilities/completion, 2025-06-18).
const MOST_VALUES = 100;
const RESOURCE_NOT_FOUND = -32_002;

/** What a host may offer its user beside the tools, answered by the tools: so it shows what they show. Loaded when asked for. */
export async function offersOf(config: Config, redact: (text: string) => string, isViewed: boolean) {
  const say = await messagesIn('offers', config.language);
  const prompts = promptsFor(config, say);
  const { resources, templates } = resourcesFor(config, say);
  // Of whom no tool is offered, there is no result to show.
  const views = isViewed && config.configured.length > 0 ? [viewResource(say)] : [];

  return {
    listPrompts: () => ({
      prompts: prompts.map(({ text, ...prompt }) => prompt),
    }),

    getPrompt(name: string, args: Readonly<Record<string, string>> = {}): GetPromptResult {
      const prompt = prompts.find((each) => each.name === name);
      if (prompt === undefined) throw new ProtocolFault(INVALID_PARAMS, `Unknown prompt: ${name}`);
      const missing = prompt.arguments.find((each) => each.required && !args[each.name]?.trim());
      if (missing) throw new ProtocolFault(INVALID_PARAMS, `The prompt ${name} needs ${missing.name}`);
      const text = redact(prompt.text(args));
      return {
        description: prompt.description,
        messages: [{ role: 'user', content: { type: 'text', text } }],
      };
    },

    listResources: () => ({ resources: [...resources, ...views] }),
    listTemplates: () => ({ resourceTemplates: templates }),

    async readResource(uri: string, call: Call): Promise<ReadResourceResult> {
      if (views.some((view) => view.uri === uri)) return readView(config);
      const behind = callFor(uri, config);
      if (behind === null) throw notFound(uri);
      const { ok, answer } = await call(behind.tool, behind.args);
      if (!ok && answer.error.code === 'not_found') throw notFound(uri);
      if (!ok)
        throw new ProtocolFault(INTERNAL_ERROR, redact(`${answer.error.message} ${answer.error.hint}`));
      const shown = behind.entryId === undefined ? answer : entryIn(answer, behind.entryId);
      if (shown === undefined) throw notFound(uri);
      return { contents: [{ uri, mimeType: 'application/json', text: redactedJson(shown, redact) }] };
    },

    /** Nothing where nothing is known: a host asks with each letter, and no failure of a shop should interrupt that. */
    async complete({ ref, argument }: Completing, call: Call): Promise<CompleteResult> {
      const of = ref.type === 'ref/prompt' ? ref.name : ref.uri;
      const isOffered =
        prompts.some(({ name }) => name === of) || templates.some(({ uriTemplate }) => uriTemplate === of);
      const how = isOffered ? completionFor(of, argument.name, argument.value) : null;
      const called = how && (await call(how.call.tool, how.call.args));
      if (how === null || !called?.ok) return { completion: { values: [] } };
      const answer = Object(called.answer);
      const rows: unknown[] = answer[how.rows] ?? [];
      // One page was looked at: of what is beyond, nobody knows how much fits.
      const isBeyond = answer.has_more === true || answer.total > rows.length;
      const all = rows
        .map((row) => Object(row)[how.field])
        .filter((value) => value !== null && value !== undefined);
      const fitting = [...new Set(all.map((value) => redact(String(value))))].filter(
        (value) => how.field === 'name' || value.startsWith(argument.value.trim()),
      );
      return {
        completion: {
          values: fitting.slice(0, MOST_VALUES),
          ...(!isBeyond && { total: fitting.length }),
          hasMore: isBeyond || fitting.length > MOST_VALUES,
        },
      };
    },
  };
}

/** Words of another entry may hold the same characters. */
function entryIn(answer: object, id: string): unknown {
  const entries: unknown[] = Object(answer).entries ?? [];
  return entries.find((entry) => Object(entry).entry_id === id);
}

function notFound(uri: string): ProtocolFault {
  return new ProtocolFault(RESOURCE_NOT_FOUND, 'There is no such resource', { uri });
}
