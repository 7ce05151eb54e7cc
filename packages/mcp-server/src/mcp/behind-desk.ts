import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { ServerParts } from './answers.ts';
import type { Greeting } from './greeting.ts';
import type { Introduction } from './introduction.ts';
import type { Incoming, Request, Response } from './read-message.ts';
import { errorResponse, INVALID_PARAMS, INVALID_REQUEST } from './refusal.ts';
import { createServer } from './server.ts';

/** What the front desk passes on. */
export type ForBehind = Exclude<Incoming, { refusal: unknown } | { stray: unknown }>;

/** What the front desk passes on to. */
export interface Behind {
  receive(said: ForBehind): void;
  /** The host has introduced itself anew. */
  introduce(introduction: Introduction): void;
  /** Resolves once no call that changes something is under way. */
  close(): Promise<void>;
}

/** The SDK answers parameters that do not fit with "internal error"; so they are looked at before it sees them. */
const SCHEMAS = [
  ...[CallToolRequestSchema, CompleteRequestSchema],
  ...[ListPromptsRequestSchema, GetPromptRequestSchema, ReadResourceRequestSchema],
  ...[ListResourcesRequestSchema, ListResourceTemplatesRequestSchema],
];

/** The SDK's server, told how the host introduced itself at the front desk. */
export async function behindDesk(
  parts: ServerParts,
  greeting: Greeting,
  introduction: Introduction,
  deliver: (message: object) => void,
): Promise<Behind> {
  const { server, settled } = await createServer(parts, greeting);
  const transport: Transport = {
    start: async () => {},
    close: async () => transport.onclose?.(),
    // The front desk knows no request by the id of an introduction, and drops its answer.
    send: async (message) => deliver(message),
  };
  // What comes after a brace may be what a host wrote, and hold a card.
  server.onerror = ({ message }) => parts.log('warn', 'protocol error', { reason: message.split('{', 1)[0] });
  await server.connect(transport);
  introduce(introduction);

  function introduce(by: Introduction): void {
    transport.onmessage?.({ jsonrpc: '2.0', id: INTRODUCTION_ID, method: 'initialize', params: { ...by } });
  }

  function receive(said: ForBehind): void {
    if ('notification' in said) transport.onmessage?.(said.notification);
    else if ('response' in said) transport.onmessage?.(fittingAnswer(said.response));
    else {
      const fault = faultOf(said.request);
      const { id } = said.request;
      if (fault !== null) deliver(errorResponse({ id, code: INVALID_PARAMS, message: fault }));
      else transport.onmessage?.(withoutTask(said.request));
    }
  }

  return {
    ...{ receive, introduce },
    async close() {
      // Nobody will answer a question any more, so whoever is waiting for an answer gives up.
      await server.close();
      await settled();
    },
  };
}

const INTRODUCTION_ID = 'introduction';

/** What is no answer to our question ends the question all the same: nobody waits for a better one. */
function fittingAnswer(response: Response): JSONRPCMessage {
  if (isJSONRPCResultResponse(response) || isJSONRPCErrorResponse(response)) return response;
  const { jsonrpc, id } = response;
  return {
    jsonrpc,
    id,
    error: { code: INVALID_REQUEST, message: 'The host sent an answer that does not fit' },
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
