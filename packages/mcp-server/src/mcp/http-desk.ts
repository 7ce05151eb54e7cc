import { AsyncLocalStorage } from 'node:async_hooks';
import type { Person } from '@kamikit/ledger';
import { type AuthInfo, createMcpHandler, Server, type ServerContext } from '@modelcontextprotocol/server';
import type { Log } from '../config/log.ts';
import type { Answers, Asking } from './answers.ts';
import { type AskByAnswer, askByAnswer, canAskByAnswer } from './ask-by-answer.ts';
import { ProtocolFault } from './fault.ts';
import type { Greeting } from './greeting.ts';
import { TOO_MANY } from './refusal.ts';

/** What one request over HTTP is answered with, and what is told of it. */
export interface Visit {
  answers: Answers;
  greeting: Greeting;
  log: Log;
  /** Null: whoever uses this machine. */
  person: Person | null;
  /** Lets in one request more of theirs, beside the one that came; or says when to come again. */
  enter(): LetIn | { retryAfterSeconds: number };
}

interface LetIn {
  leave(): void;
}

export interface HttpDesk {
  fetch(request: Request, visit: Visit): Promise<Response>;
  /** Ends whatever is under way: call it once that has settled. */
  close(): Promise<void>;
}

/**
 * MCP over Streamable HTTP, by the SDK's second version: the revisions 2026-07-28 and, without sessions, 2025-11-25 and those
 * before. Nothing is kept from one request to the next, so any instance can answer any of them.
 */
export function httpDesk(redact: (text: string) => string, log: Log, maxBodyBytes: number): HttpDesk {
  // What belongs to a request, by what the SDK passes on untouched. No token is in it.
  const visits = new WeakMap<AuthInfo, Visit>();
  // What the SDK finds wrong it says without saying of which request.
  const visiting = new AsyncLocalStorage<Log>();
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const visit = authInfo && visits.get(authInfo);
      if (visit === undefined) throw new TypeError('a request without a visit');
      return serverFor(visit, redact);
    },
    {
      maxRequestBodySize: maxBodyBytes,
      // What comes after a brace may be what a client wrote, and hold a card.
      onerror({ message }) {
        const told = visiting.getStore() ?? log;
        told('warn', 'protocol error', { reason: message.split('{', 1)[0] });
      },
    },
  );
  return {
    fetch(request, visit) {
      const authInfo: AuthInfo = { token: '', clientId: '', scopes: [] };
      visits.set(authInfo, visit);
      return visiting.run(visit.log, () => handler.fetch(request, { authInfo }));
    },
    close: () => handler.close(),
  };
}

function serverFor(
  { answers, greeting, log, person, enter }: Visit,
  redact: (text: string) => string,
): Server {
  const { serverInfo, capabilities, instructions } = greeting;
  const server = new Server(serverInfo, { capabilities, instructions });
  const capabilitiesOf = () => server.getClientCapabilities();

  function asking({ mcpReq }: ServerContext, asked?: AskByAnswer): Asking {
    const progressToken = mcpReq._meta?.progressToken;
    return {
      capabilities: capabilitiesOf(),
      host: {
        ...{ signal: mcpReq.signal, person },
        progress(progress, total, text) {
          if (progressToken === undefined) return;
          const params = { progressToken, progress, total, message: redact(text) };
          mcpReq
            .notify({ method: 'notifications/progress', params })
            .catch((error) => log('debug', 'progress not delivered', { reason: String(error) }));
        },
        ask: asked?.ask,
      },
      isAsking: () => asked !== undefined && asked.open() !== null,
    };
  }

  let isFirst = true;
  /** In a batch of JSON-RPC each request counts, as if it had come by itself: the first was let in with what it came in. */
  function letIn<Args extends unknown[], Result>(answer: (...args: Args) => Result | Promise<Result>) {
    return async (...args: Args): Promise<Result> => {
      const entry = isFirst ? LET_IN : enter();
      isFirst = false;
      if ('retryAfterSeconds' in entry) throw tooMany(entry.retryAfterSeconds);
      try {
        return await answer(...args);
      } finally {
        entry.leave();
      }
    };
  }

  server.setRequestHandler(
    'tools/list',
    letIn(() => answers.listTools(capabilitiesOf())),
  );
  server.setRequestHandler(
    'tools/call',
    letIn(async ({ params }, ctx) => {
      const asked = canAskByAnswer(ctx, capabilitiesOf()) ? askByAnswer(ctx, redact) : undefined;
      const result = await answers.callTool(params, asking(ctx, asked));
      return asked?.open() ?? result;
    }),
  );
  server.setRequestHandler(
    'prompts/list',
    letIn((_, ctx) => answers.listPrompts(asking(ctx))),
  );
  server.setRequestHandler(
    'prompts/get',
    letIn(({ params }, ctx) => answers.getPrompt(params, asking(ctx))),
  );
  server.setRequestHandler(
    'resources/list',
    letIn((_, ctx) => answers.listResources(asking(ctx))),
  );
  server.setRequestHandler(
    'resources/templates/list',
    letIn((_, ctx) => answers.listTemplates(asking(ctx))),
  );
  server.setRequestHandler(
    'resources/read',
    letIn(({ params }, ctx) => answers.readResource(params, asking(ctx))),
  );
  server.setRequestHandler(
    'completion/complete',
    letIn(({ params }, ctx) => answers.complete(params, asking(ctx))),
  );
  return server;
}

const LET_IN: LetIn = { leave() {} };

function tooMany(retryAfterSeconds: number): ProtocolFault {
  return new ProtocolFault(
    TOO_MANY,
    `Too many requests: try again in ${retryAfterSeconds} s. Nothing was done.`,
  );
}
