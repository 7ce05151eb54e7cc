import type { Dispatcher } from 'undici';
import { type DecodedBody, decodeBody } from './decode-body.ts';
import type { Effect } from './endpoint.ts';
import { KamikitError, UPSTREAM_NAMES, type Upstream } from './errors.ts';
import { type ProxySettings, throughProxy } from './proxy.ts';
import { wholeTurn } from './turns.ts';

export interface WireRequest {
  method: 'GET' | 'HEAD' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

export interface WireReply {
  status: number;
  headers: Dispatcher.ResponseData['headers'];
  /** As it arrived. */
  bytes: Buffer;
  /** As text. */
  body: string;
  /** What is to be kept of an answer nobody understood: its text, or its bytes in base64 where they are no text. */
  raw: string;
  /** Whether all of its bytes could be read. */
  isExact: boolean;
}

/** The call that a request belongs to, as its errors name it. */
export interface CallContext {
  upstream: Upstream;
  operation: string;
  effect: Effect;
}

export interface SendOptions {
  timeoutMs: number;
  maxBodyBytes: number;
  signal?: AbortSignal | undefined;
}

export interface Transport {
  /** Sends once, follows no redirect, reads the whole bounded body. */
  send(request: WireRequest, context: CallContext, options: SendOptions): Promise<WireReply>;
  close(): Promise<void>;
}

// Each of these ends a handshake, before a byte of the request was written.
const FAILED_HANDSHAKE = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_CONN',
  'UND_ERR_PRX_TLS',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

class BodyTooLargeError extends Error {
  /** As much of it as was read. */
  readonly chunks: readonly Buffer[];

  constructor(maxBytes: number, chunks: readonly Buffer[]) {
    super(`the answer is larger than ${maxBytes} bytes`);
    this.chunks = chunks;
  }
}

/**
 * Sends over undici, which is loaded with the first request. Reads share kept-alive connections; what changes state
 * gets a fresh one each time, because a server may close an idle connection just as a request is written to it, and
 * nobody can tell then whether the request arrived. Not over HTTP/2, where undici repeats a refused stream by itself.
 */
export function createTransport(injected?: Dispatcher, proxy?: ProxySettings): Transport {
  let undici: Promise<typeof import('./undici.ts')> | undefined;
  let pools: Promise<{ read: Dispatcher; change: Dispatcher }> | undefined;

  /** Kept, as Node looks for a module anew at each `import()`. */
  function loadUndici() {
    undici ??= import('./undici.ts');
    return undici;
  }

  async function openPools(url: URL) {
    const { EnvHttpProxyAgent, Pool } = await loadUndici();
    const reading = { connections: 8 };
    const changing = { pipelining: 0, allowH2: false };
    const through = throughProxy(url, proxy);
    // Not an `Agent`, which makes its pool anew once no connection is open: with each change.
    if (through === null)
      return { read: new Pool(url.origin, reading), change: new Pool(url.origin, changing) };
    return {
      read: new EnvHttpProxyAgent({ ...reading, ...through }),
      change: new EnvHttpProxyAgent({ ...changing, ...through }),
    };
  }

  let turn: Promise<void> | undefined;

  /** Loading takes as long as reading a large answer: whoever waits for this process gets a turn before it goes on. */
  function turnOnceLoaded(): Promise<void> {
    turn ??= wholeTurn();
    return turn;
  }

  /** One transport serves one host. */
  async function dispatcherFor(effect: Effect, url: URL): Promise<Dispatcher> {
    if (injected) return injected;
    pools ??= openPools(url);
    const { read, change } = await pools;
    return effect === 'read' ? read : change;
  }

  return {
    async send(request, context, options) {
      const [dispatcher, { request: dispatch }] = await Promise.all([
        dispatcherFor(context.effect, request.url),
        loadUndici(),
      ]);
      await turnOnceLoaded();
      if (options.signal?.aborted) throw cancelledBeforeSending(context, options.signal);
      const deadline = AbortSignal.timeout(options.timeoutMs);
      const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
      try {
        const { statusCode, headers, body } = await dispatch(request.url, {
          dispatcher,
          method: request.method,
          headers: request.headers,
          body: request.body ?? null,
          signal,
        });
        const bytes = await readBody(body, options.maxBodyBytes);
        let once: DecodedBody | undefined;
        const decoded = () => {
          once ??= decodeBody(bytes, headers['content-type']);
          return once;
        };
        return {
          ...{ status: statusCode, headers, bytes },
          // Made on demand: a large list is read from its bytes, and its text would double the memory.
          get body() {
            return decoded().text;
          },
          get raw() {
            return rawText(bytes, decoded());
          },
          get isExact() {
            return decoded().isExact;
          },
        };
      } catch (error) {
        throw transportError(error, context, options, { deadline, proxy: injected ? undefined : proxy });
      }
    },
    async close() {
      if (pools === undefined) return;
      const { read, change } = await pools;
      await Promise.all([read.destroy(), change.destroy()]);
    },
  };
}

/** What was read of it may hold what was paid for. */
function beginningOf({ chunks }: BodyTooLargeError): string {
  const bytes = Buffer.concat(chunks);
  return rawText(bytes, decodeBody(bytes, undefined));
}

function rawText(bytes: Buffer, { text, isExact }: DecodedBody): string {
  return isExact ? text : `base64:${bytes.toString('base64')}`;
}

async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) throw new BodyTooLargeError(maxBytes, chunks);
  }
  return Buffer.concat(chunks);
}

function cancelledBeforeSending({ upstream, operation, effect }: CallContext, signal: AbortSignal): unknown {
  if (effect === 'read') return signal.reason;
  return new KamikitError(`${operation} was cancelled before it was sent`, {
    code: 'cancelled',
    upstream,
    operation,
    outcome: 'not_committed',
    neverSent: true,
    cause: signal.reason,
  });
}

function transportError(
  error: unknown,
  { upstream, operation, effect }: CallContext,
  { timeoutMs, signal }: SendOptions,
  { deadline, proxy }: { deadline: AbortSignal; proxy: ProxySettings | undefined },
): unknown {
  const cancelled = signal?.aborted === true;
  if (effect === 'read' && cancelled) return signal.reason;

  const isTooLarge = error instanceof BodyTooLargeError;
  const about = { upstream, operation, cause: isTooLarge ? undefined : error };
  const reason = deadline.aborted ? `no complete answer within ${timeoutMs} ms` : describe(error);
  if (isNeverSent(error)) {
    const at = proxy === undefined ? null : proxyThatFailed(error, proxy);
    const way = at === null ? '' : ` through the proxy ${at}`;
    return new KamikitError(`${operation} could not reach the ${UPSTREAM_NAMES[upstream]}${way}: ${reason}`, {
      ...about,
      ...(at !== null && { hint: PROXY_HINT }),
      code: 'unreachable',
      retryable: true,
      ...(effect !== 'read' && { outcome: 'not_committed', neverSent: true }),
    });
  }
  if (effect !== 'read') {
    const lost = { ...about, code: 'outcome_unknown', outcome: 'unknown' } as const;
    return new KamikitError(
      `${operation} was sent, but its answer was lost (${cancelled ? 'cancelled while waiting' : reason}); the request may have been carried out`,
      isTooLarge ? { ...lost, receivedBody: beginningOf(error) } : lost,
    );
  }
  if (isTooLarge) {
    return new KamikitError(`${operation}: ${reason}`, { ...about, code: 'malformed_response' });
  }
  return new KamikitError(`${operation} got no answer from the ${UPSTREAM_NAMES[upstream]}: ${reason}`, {
    ...about,
    code: deadline.aborted ? 'timeout' : 'unreachable',
    retryable: true,
  });
}

const PROXY_HINT =
  'Nothing was sent: the proxy does not answer, or lets nothing through. Ask the user to check its address, and that it works.';

/** The proxy's host, where the failure is its own and not that of a host which is reached past it; its password never. */
function proxyThatFailed(error: unknown, proxy: ProxySettings): string | null {
  const { host, hostname, port, protocol } = new URL(proxy.url);
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  const tries = error instanceof AggregateError ? error.errors : [error];
  const isOwn = tries.some((each) => {
    const failed = Object(each);
    return failed.hostname === hostname || String(failed.port) === ownPort;
  });
  return isOwn || isRefusedByProxy(error) ? host : null;
}

/** Whether the request provably never left: the connection was never made. */
function isNeverSent(error: unknown): boolean {
  if (FAILED_HANDSHAKE.has(errorCode(error)) || isRefusedByProxy(error)) return true;
  const tries = error instanceof AggregateError ? error.errors : [error];
  return tries.every(
    (each) =>
      each instanceof Error && 'syscall' in each && /^(connect|getaddrinfo)$/.test(String(each.syscall)),
  );
}

/** A proxy that opens no tunnel: undici 8.12 gives this no code of its own (proxy-agent.js). */
function isRefusedByProxy(error: unknown): boolean {
  return error instanceof Error && /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/.test(error.message);
}

// Node tries several addresses of one host: the AggregateError's own code is that of the tries.
function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node quotes the certificate, which whoever answers has written.
  if (errorCode(error) === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host';
  return error.message || errorCode(error) || error.name;
}
