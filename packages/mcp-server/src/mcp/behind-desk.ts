import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ReadResourceRequestSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import type { Greeting } from './greeting.ts';
import type { Incoming, Request } from './read-message.ts';
import { INVALID_PARAMS, INVALID_REQUEST, type Refusal } from './refusal.ts';
import { createServer, type ServerParts } from './server.ts';

/** What the front desk passes on to. */
export interface Behind {
  receive(said: Exclude<Incoming, { refusal: unknown }>): void;
  /** Resolves once no call that changes something is under way. */
  close(): Promise<void>;
}

/** The SDK answers parameters that do not fit with "internal error"; so they are looked at before it sees them. */
const SCHEMAS = [
  ...[InitializeRequestSchema, CallToolRequestSchema, CompleteRequestSchema],
  ...[ListPromptsRequestSchema, GetPromptRequestSchema, ReadResourceRequestSchema],
  ...[ListResourcesRequestSchema, ListResourceTemplatesRequestSchema],
];

/** The SDK's server, told how the host introduced itself at the front desk. */
export async function behindDesk(
  parts: ServerParts,
  greeting: Greeting,
  introduction: Request,
  {
    send,
    refuse,
  }: { send(message: JSONRPCMessage): void; refuse(refusal: Refusal & { id: RequestId }): void },
): Promise<Behind> {
  const { server, settled } = await createServer(parts, greeting);
  const transport: Transport = {
    start: async () => {},
    close: async () => transport.onclose?.(),
    send: async (message) => send(message),
  };
  server.onerror = (error) => parts.log('warn', 'protocol error', { reason: error.message });
  await server.connect(transport);

  let strangeness = faultOf(introduction);
  if (strangeness === null) {
    await new Promise<void>((resolve) => {
      const { send: answer } = transport;
      transport.send = async () => {
        transport.send = answer;
        resolve();
      };
      transport.onmessage?.(introduction);
    });
  }

  function attend(request: Request): void {
    const fault = faultOf(request);
    const refused = (code: number, message: string) => refuse({ id: request.id, code, message });
    if (fault !== null) refused(INVALID_PARAMS, fault);
    else if (request.method === 'initialize') strangeness = null;
    if (strangeness !== null) refused(INVALID_REQUEST, `initialize has to be sent again: ${strangeness}`);
    else if (fault === null) transport.onmessage?.(withoutTask(request));
  }

  return {
    receive(said) {
      if ('request' in said) attend(said.request);
      else if ('notification' in said) transport.onmessage?.(said.notification);
      else if (isJSONRPCResultResponse(said.response) || isJSONRPCErrorResponse(said.response))
        transport.onmessage?.(said.response);
    },
    async close() {
      // Nobody will answer a question any more, so whoever is waiting for an answer gives up.
      await server.close();
      await settled();
    },
  };
}

/**
 * Whoever offers no tasks has to do what is asked for without one (specification 2025-11-25, basic/utilities/tasks); the
 * SDK answers with an error instead.
 */
function withoutTask({ params: { task, ...params } = {}, ...request }: Request): Request {
  return { ...request, params };
}

/** What about the parameters of a request does not fit; null where they do. */
function faultOf(request: Request): string | null {
  const schema = SCHEMAS.find(({ shape }) => shape.method.value === request.method);
  const [issue] = schema?.safeParse(request).error?.issues ?? [];
  return issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : null;
}
