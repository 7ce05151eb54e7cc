import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import { toolsFor } from './app-view.ts';
import type { Behind } from './behind-desk.ts';
import { type Greeting, PROTOCOL_VERSIONS } from './greeting.ts';
import { type Incoming, type Request, readMessage } from './read-message.ts';
import {
  errorResponse,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  type Refusal,
} from './refusal.ts';
import type { ServerParts } from './server.ts';

/** What the SDK's server answers; it is loaded for the first of them. */
const BEHIND: readonly string[] = [
  ...['tools/call', 'prompts/list', 'prompts/get'],
  ...['resources/list', 'resources/templates/list', 'resources/read', 'completion/complete'],
];

/**
 * The server as far as a host meets it at every start: it answers `initialize`, `ping` and `tools/list` itself, refuses
 * what is no message, and loads the SDK (25 ms, 12 MB) for the first request that needs more.
 */
export function frontDesk(parts: ServerParts, greeting: Greeting, send: (message: object) => void) {
  const { log } = parts;
  const underWay = new Set<RequestId>();
  let introduction: Request | undefined;
  let loading: Promise<Behind> | undefined;
  let behind: Behind | undefined;
  let isClosed = false;

  function receive(line: Buffer): void {
    const said = readMessage(line);
    if (said === null) return;
    if ('refusal' in said) refuse(said.refusal);
    else if ('request' in said) attend(said.request);
    // What is told or answered unasked concerns nobody as long as nothing was begun.
    else if (loading !== undefined) pass(said, loading);
  }

  function attend(request: Request): void {
    const { id, method } = request;
    if (underWay.has(id))
      refuse({ id, code: INVALID_REQUEST, message: 'The id is that of a request under way' });
    else if (method === 'ping') answer(id, {});
    else if (method === 'initialize' && loading === undefined) introduce(request);
    else if (method !== 'initialize' && method !== 'tools/list' && !BEHIND.includes(method))
      refuse({ id, code: METHOD_NOT_FOUND, message: 'Method not found' });
    // Who the host is tells whether it can ask its user: nothing is bought before that is known.
    else if (introduction === undefined)
      refuse({ id, code: INVALID_REQUEST, message: 'The first request must be initialize' });
    else if (method === 'tools/list')
      answer(id, { tools: toolsFor(introduction.params?.capabilities, greeting.tools) });
    else {
      underWay.add(id);
      loading ??= load(introduction);
      pass({ request }, loading);
    }
  }

  function introduce(request: Request): void {
    const { protocolVersion, capabilities, clientInfo } = request.params ?? {};
    if (typeof protocolVersion !== 'string' || !capabilities || !clientInfo) {
      const message = 'initialize needs protocolVersion, capabilities and clientInfo';
      refuse({ id: request.id, code: INVALID_PARAMS, message });
      return;
    }
    introduction = request;
    const { tools, ...rest } = greeting;
    const [latest] = PROTOCOL_VERSIONS;
    const isKnown = PROTOCOL_VERSIONS.includes(protocolVersion);
    answer(request.id, { protocolVersion: isKnown ? protocolVersion : latest, ...rest });
  }

  function load(host: Request): Promise<Behind> {
    return import('./behind-desk.ts').then(async ({ behindDesk }) => {
      behind = await behindDesk(parts, greeting, host, { send: hand, refuse: giveUp });
      return behind;
    });
  }

  /** In the order in which they came, also while the SDK is being loaded. */
  function pass(said: Exclude<Incoming, { refusal: unknown }>, to: Promise<Behind>): void {
    to.then(
      (there) => {
        if (!isClosed) there.receive(said);
        // A cancelled request is never answered.
        if ('notification' in said && said.notification.method === 'notifications/cancelled')
          underWay.delete(Object(said.notification.params).requestId);
      },
      (error) => {
        log('error', 'protocol error', { reason: String(error) });
        if ('request' in said)
          giveUp({ id: said.request.id, code: INTERNAL_ERROR, message: 'The server could not be loaded' });
      },
    );
  }

  function hand(message: { id?: RequestId | undefined; method?: string }): void {
    if (message.id !== undefined && message.method === undefined) underWay.delete(message.id);
    send(message);
  }

  function answer(id: RequestId, result: object): void {
    send({ jsonrpc: '2.0', id, result });
  }

  /** The id of a request under way is left to that one's answer: a purchase must not seem to have failed. */
  function refuse({ id, code, message }: Refusal): void {
    log('warn', 'protocol error', { reason: message });
    send(errorResponse({ id: id !== null && underWay.has(id) ? null : id, code, message }));
  }

  /** This refusal is the answer to what was under way. */
  function giveUp(refusal: Refusal & { id: RequestId }): void {
    underWay.delete(refusal.id);
    refuse(refusal);
  }

  return {
    receive,
    refuse,
    /** Resolves once no call that changes something is under way. */
    async close(): Promise<void> {
      isClosed = true;
      await behind?.close();
    },
  };
}
