import { wholeTurn } from '@kamikit/core/base';
import type { Host, Runtime } from '../calling/runtime.ts';
import type { Outside } from '../calling/services.ts';
import { redactedJson } from '../config/redacted-json.ts';
import { listedTools } from '../listing/tool-list.ts';
import { unfitAnswer } from '../listing/unfit.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { rendersViews, toolsFor } from './app-view.ts';
import { ProtocolFault } from './fault.ts';
import type { Greeting, GreetingParts } from './greeting.ts';
import { INTERNAL_ERROR, INVALID_PARAMS } from './refusal.ts';

export interface ServerParts extends GreetingParts, Outside {}

/** Who asks, as far as an answer goes by it. */
export interface Asking {
  host: Host;
  /** As the host introduced itself. */
  capabilities: unknown;
  /** Whether the user is being asked: then what the call came to is no failure. */
  isAsking?(): boolean;
}

/** What every request is answered with, whichever SDK and transport carry it. */
export type Answers = Awaited<ReturnType<typeof answersOf>>;

export async function answersOf(
  { config, log, redact, unfit = null, ...outside }: ServerParts,
  { tools }: Pick<Greeting, 'tools'>,
  load: () => Promise<Runtime> = async () =>
    (await import('../calling/runtime.ts')).createRuntime(config, log, outside),
) {
  const say = await messagesIn('start', config.language);
  const underWay = new Set<Promise<unknown>>();
  let loading: Promise<Runtime> | undefined;

  function runtime(): Promise<Runtime> {
    // Loading takes as long as a call may: whoever waits for this process gets a turn before it goes on.
    loading ??= wholeTurn().then(load);
    return loading;
  }

  function track(call: Promise<unknown>): void {
    const done: Promise<unknown> = call.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** The same data for hosts that read the structure and for those that read the text, without any key in it. */
  function toResult(answer: object, toText?: (answer: object) => string) {
    const json = redactedJson(answer, redact);
    const structuredContent: Record<string, unknown> = JSON.parse(json);
    const text = toText === undefined ? json : toText(structuredContent);
    return { content: [{ type: 'text' as const, text }], structuredContent };
  }

  const offers = async (capabilities: unknown) => {
    if (unfit !== null) throw new ProtocolFault(INTERNAL_ERROR, say.unfit({ said: unfit }));
    return (await import('./offers.ts')).offersOf(config, redact, rendersViews(capabilities));
  };
  const callFrom = (host: Host) => async (tool: string, args: unknown) =>
    (await runtime()).call(tool, args, host);

  return {
    listTools: (capabilities: unknown) => ({ tools: toolsFor(capabilities, tools) }),

    async callTool(
      { name, arguments: args }: { name: string; arguments?: unknown },
      { host, isAsking }: Asking,
    ) {
      // A tool that exists but is not offered says why, in the words of the error contract.
      const listed = listedTools.find(({ definition }) => definition.name === name);
      if (listed === undefined) throw new ProtocolFault(INVALID_PARAMS, `Unknown tool: ${name}`);
      if (unfit !== null) return { ...toResult(unfitAnswer(unfit, say)), isError: true };
      const call = runtime().then((loaded) => loaded.call(name, args, host));
      if (listed.effect !== 'read') track(call);
      const called = await call;
      if (called.ok) return toResult(called.answer, called.toText);
      // What is advised is for the user, in the user's language.
      if (!isAsking?.())
        log('warn', 'tool call failed', { tool: name, error: { ...called.answer.error, hint: undefined } });
      return { ...toResult(called.answer), isError: true };
    },

    listPrompts: async ({ capabilities }: Asking) => (await offers(capabilities)).listPrompts(),
    getPrompt: async (
      { name, arguments: args }: { name: string; arguments?: Record<string, string> | undefined },
      { capabilities }: Asking,
    ) => (await offers(capabilities)).getPrompt(name, args),
    listResources: async ({ capabilities }: Asking) => (await offers(capabilities)).listResources(),
    listTemplates: async ({ capabilities }: Asking) => (await offers(capabilities)).listTemplates(),
    readResource: async ({ uri }: { uri: string }, { host, capabilities }: Asking) =>
      (await offers(capabilities)).readResource(uri, callFrom(host)),
    complete: async (params: Completing, { host, capabilities }: Asking) =>
      (await offers(capabilities)).complete(params, callFrom(host)),

    /** Does at once what the first call would do. */
    async open(): Promise<void> {
      await (await runtime()).open();
    },
    /** Resolves once no call that changes something is under way. */
    async settled(): Promise<void> {
      await Promise.all([...underWay, loading?.then((loaded) => loaded.settled())]);
    },
    async close(): Promise<void> {
      await (await loading)?.close();
    },
  };
}

/** What is completed: an argument of a prompt, or of a resource's template. */
export interface Completing {
  ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  argument: { name: string; value: string };
}
