import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { type Asking, answersOf, type ServerParts } from './answers.ts';
import { askUser, canAsk } from './ask-user.ts';
import { type Greeting, greetingOf } from './greeting.ts';

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
  const { log, redact } = parts;
  const { serverInfo, capabilities, instructions, tools } = greeting ?? (await greetingOf(parts));
  const answers = await answersOf(parts, { tools });
  const server = new Server(serverInfo, { capabilities, instructions });

  function asking({ signal, sendNotification, _meta }: Extra): Asking {
    const progressToken = _meta?.progressToken;
    return {
      capabilities: server.getClientCapabilities(),
      host: {
        ...{ signal, person: null },
        progress(progress, total, text) {
          if (progressToken === undefined) return;
          const params = { progressToken, progress, total, message: redact(text) };
          sendNotification({ method: 'notifications/progress', params }).catch((error) =>
            log('debug', 'progress not delivered', { reason: String(error) }),
          );
        },
        ask: canAsk(server) ? (question) => askUser(server, redact(question), signal) : undefined,
      },
    };
  }

  server.setRequestHandler(ListToolsRequestSchema, () => answers.listTools(server.getClientCapabilities()));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    answers.callTool(params, asking(extra)),
  );
  server.setRequestHandler(ListPromptsRequestSchema, (_, extra) => answers.listPrompts(asking(extra)));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }, extra) =>
    answers.getPrompt(params, asking(extra)),
  );
  server.setRequestHandler(ListResourcesRequestSchema, (_, extra) => answers.listResources(asking(extra)));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, (_, extra) =>
    answers.listTemplates(asking(extra)),
  );
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, extra) =>
    answers.readResource(params, asking(extra)),
  );
  server.setRequestHandler(CompleteRequestSchema, ({ params }, extra) =>
    answers.complete(params, asking(extra)),
  );

  return {
    ...{ server, settled: answers.settled },
    async close() {
      await server.close();
      await answers.close();
    },
  };
}
