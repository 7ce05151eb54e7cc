import { wholeTurn } from '@kamikit/core/base';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { Host, Runtime } from '../calling/runtime.ts';
import type { Outside } from '../calling/services.ts';
import { redactedJson } from '../config/redacted-json.ts';
import { listedTools } from '../listing/tool-list.ts';
import { unfitAnswer } from '../listing/unfit.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { rendersViews, toolsFor } from './app-view.ts';
import { askUser, canAsk } from './ask-user.ts';
import { type Greeting, type GreetingParts, greetingOf } from './greeting.ts';

export interface ServerParts extends GreetingParts, Outside {}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface KamikitServer {
  server: Server;
  /** Resolves once no call that changes something is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The tools behind the SDK's low-level server: its high-level registration answers bad arguments in its own words,
 * drops unknown keys and passes thrown messages through.
 */
export async function createServer(parts: ServerParts, greeting?: Greeting): Promise<KamikitServer> {
  const { config, log, redact, unfit = null, ...outside } = parts;
  const say = await messagesIn('start', config.language);
  const { serverInfo, capabilities, instructions, tools } = greeting ?? (await greetingOf(parts));
  const underWay = new Set<Promise<unknown>>();
  let loading: Promise<Runtime> | undefined;

  const server = new Server(serverInfo, { capabilities, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: toolsFor(server.getClientCapabilities(), tools),
  }));

  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: args } }, extra) => {
    // A tool that exists but is not offered says why, in the words of the error contract.
    const listed = listedTools.find(({ definition }) => definition.name === name);
    if (listed === undefined) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
    if (unfit !== null) return { ...toResult(unfitAnswer(unfit, say)), isError: true };
    const call = runtime().then((loaded) => loaded.call(name, args, hostOf(extra)));
    if (listed.effect !== 'read') track(call);
    const called = await call;
    if (called.ok) return toResult(called.answer, called.toText);
    // What is advised is for the user, in the user's language.
    log('warn', 'tool call failed', { tool: name, error: { ...called.answer.error, hint: undefined } });
    return { ...toResult(called.answer), isError: true };
  });

  const offers = async () => {
    if (unfit !== null) throw new McpError(ErrorCode.InternalError, say.unfit({ said: unfit }));
    return (await import('./offers.ts')).offersOf(
      config,
      redact,
      rendersViews(server.getClientCapabilities()),
    );
  };
  const callFrom = (extra: Extra) => async (tool: string, args: unknown) =>
    (await runtime()).call(tool, args, hostOf(extra));
  server.setRequestHandler(ListPromptsRequestSchema, async () => (await offers()).listPrompts());
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) =>
    (await offers()).getPrompt(params.name, params.arguments),
  );
  server.setRequestHandler(ListResourcesRequestSchema, async () => (await offers()).listResources());
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => (await offers()).listTemplates());
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, extra) =>
    (await offers()).readResource(params.uri, callFrom(extra)),
  );
  server.setRequestHandler(CompleteRequestSchema, async ({ params }, extra) =>
    (await offers()).complete(params, callFrom(extra)),
  );

  function runtime(): Promise<Runtime> {
    loading ??= import('../calling/runtime.ts').then(async ({ createRuntime }) => {
      // Loading takes as long as a call may: whoever waits for this process gets a turn before it goes on.
      await wholeTurn();
      return createRuntime(config, log, outside);
    });
    return loading;
  }

  function hostOf({ signal, sendNotification, _meta }: Extra): Host {
    const progressToken = _meta?.progressToken;
    return {
      signal,
      progress(progress, total, text) {
        if (progressToken === undefined) return;
        const params = { progressToken, progress, total, message: redact(text) };
        sendNotification({ method: 'notifications/progress', params }).catch((error) =>
          log('debug', 'progress not delivered', { reason: String(error) }),
        );
      },
      ask: canAsk(server) ? (question) => askUser(server, redact(question), signal) : undefined,
    };
  }

  function track(call: Promise<unknown>): void {
    const done: Promise<unknown> = call.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** The same data for hosts that read the structure and for those that read the text, without any key in it. */
  function toResult(answer: object, toText?: (answer: object) => string): CallToolResult {
    const json = redactedJson(answer, redact);
    const structuredContent = JSON.parse(json);
    const text = toText === undefined ? json : toText(structuredContent);
    return { content: [{ type: 'text', text }], structuredContent };
  }

  return {
    server,
    async settled() {
      await Promise.all(underWay);
    },
    async close() {
      await server.close();
      await (await loading)?.close();
    },
  };
}
