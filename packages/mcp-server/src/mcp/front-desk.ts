import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { ServerParts } from './answers.ts';
import { toolsFor } from './app-view.ts';
import type { Behind, ForBehind } from './behind-desk.ts';
import { type Greeting, PROTOCOL_VERSIONS } from './greeting.ts';
import { type Introduction, readIntroduction } from './introduction.ts';
import { type Notification, type Request, readMessage } from './read-message.ts';
import { errorResponse, INTERNAL_ERROR, INVALID_PARAMS, INVALID_REQUEST, type Refusal } from './refusal.ts';

/**
 * The server as far as a host meets it at every start: it answers `initialize`, `ping` and `tools/list` itself, refuses
 * what is not a valid message, and loads the SDK (a third of a start, 7 MB) for the first request that needs more.
 */
export function frontDesk(parts: ServerParts, greeting: Greeting, send: (message: object) => void) {
  const { log } = parts;
  const underWay = requestsUnderWay();
  let introduction: Introduction | undefined;
  let loading: Promise<Behind> | undefined;
  let behind: Behind | undefined;
  let isClosed = false;

  function receive(line: Buffer): void {
    const said = readMessage(line);
    if (said === null) return;
    if ('refusal' in said) refuse(said.refusal);
    else if ('request' in said) attend(said.request);
    else if ('stray' in said) log('warn', 'protocol error', { reason: said.stray });
    // Nobody waits for anything else before the first request.
    else if (loading !== undefined) pass(said, loading);
  }

  function attend(request: Request): void {
    const { id, method } = request;
    if (underWay.has(id))
      refuse({ id, code: INVALID_REQUEST, message: 'The id is that of a request under way' });
    else if (method === 'ping') answer(id, {});
    else if (method === 'initialize') introduce(request);
    // Who the host is tells whether it can ask its user: nothing is bought before that is known.
    else if (introduction === undefined)
      refuse({ id, code: INVALID_REQUEST, message: 'The first request must be initialize' });
    else if (method === 'tools/list')
      answer(id, { tools: toolsFor(introduction.capabilities, greeting.tools) });
    else {
      loading ??= load(introduction);
      pass({ request: { ...request, id: underWay.begin(id) } }, loading);
    }
  }

  function introduce(request: Request): void {
    const read = readIntroduction(request);
    if (read === null) {
      const message = 'initialize needs protocolVersion, capabilities and clientInfo';
      refuse({ id: request.id, code: INVALID_PARAMS, message });
      return;
    }
    introduction = read;
    loading?.then((there) => there.introduce(read)).catch(() => {});
    const { tools, ...rest } = greeting;
    const [latest] = PROTOCOL_VERSIONS;
    const isKnown = PROTOCOL_VERSIONS.includes(read.protocolVersion);
    answer(request.id, { protocolVersion: isKnown ? read.protocolVersion : latest, ...rest });
  }

  function load(host: Introduction): Promise<Behind> {
    return import('./behind-desk.ts').then(async ({ behindDesk }) => {
      behind = await behindDesk(parts, greeting, host, deliver);
      return behind;
    });
  }

  /** In the order in which they came, also while the SDK is being loaded. */
  function pass(said: ForBehind, to: Promise<Behind>): void {
    to.then(
      (there) => {
        if (isClosed) return;
        const told = 'notification' in said ? withOwnId(said.notification) : said;
        if (told !== null) there.receive(told);
      },
      (error) => {
        log('error', 'protocol error', { reason: String(error) });
        if ('request' in said)
          deliver(
            errorResponse({
              id: said.request.id,
              code: INTERNAL_ERROR,
              message: 'The server failed to load',
            }),
          );
      },
    );
  }

  /** A cancelled request is never answered, so its id is free; of a request that nobody knows, there is nothing to cancel. */
  function withOwnId(notification: Notification): ForBehind | null {
    if (notification.method !== 'notifications/cancelled') return { notification };
    const { requestId, reason } = notification.params ?? {};
    const own = underWay.end(requestId);
    if (own === undefined) return null;
    const params = { requestId: own, ...(typeof reason === 'string' && { reason }) };
    return { notification: { ...notification, params } };
  }

  /** An answer goes out by the id of the host's request; a question or a notification as it is. */
  function deliver(message: object): void {
    const { id, method } = Object(message);
    const asked = method === undefined ? underWay.answered(id) : undefined;
    if (method !== undefined) send(message);
    else if (asked !== undefined) send({ ...message, id: asked });
  }

  function answer(id: RequestId, result: object): void {
    send({ jsonrpc: '2.0', id, result });
  }

  /** The id of a request under way is left to that one's answer: a purchase must not seem to have failed. */
  function refuse({ id, code, message }: Refusal): void {
    log('warn', 'protocol error', { reason: message });
    send(errorResponse({ id: id !== null && underWay.has(id) ? null : id, code, message }));
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

/**
 * The host's ids, and those by which the SDK knows its requests: never the same twice, and none that it takes for missing, as
 * it does 0 and an empty text in a cancellation.
 */
function requestsUnderWay() {
  const ownIds = new Map<unknown, number>();
  const hostIds = new Map<unknown, RequestId>();
  let last = 0;
  return {
    has: (id: RequestId) => ownIds.has(id),
    begin(id: RequestId): number {
      last += 1;
      ownIds.set(id, last);
      hostIds.set(last, id);
      return last;
    },
    /** The own id of a request that the host gives up. */
    end(id: unknown): number | undefined {
      const own = ownIds.get(id);
      ownIds.delete(id);
      hostIds.delete(own);
      return own;
    },
    /** The host's id of a request that is answered now. */
    answered(own: unknown): RequestId | undefined {
      const id = hostIds.get(own);
      hostIds.delete(own);
      ownIds.delete(id);
      return id;
    },
  };
}
