import type { Dispatcher } from 'undici';
import type { Exchange } from '../fixtures/fixture.ts';
import { readReplyBody, readRequestBody, readRequestPath } from '../fixtures/wire-text.ts';

// The headers that change what an answer means; all others are the day's.
const REPLY_HEADERS = ['content-type', 'location', 'retry-after'];

/** Lets every exchange through as it is and keeps it, a failed one too, with whatever secrets it holds. */
export function capture(
  dispatcher: Dispatcher,
  baseUrl: string,
  keep: (exchange: Exchange) => void,
): Dispatcher {
  const base = new URL(baseUrl);
  return dispatcher.compose((dispatch) => (options, handler) => {
    const request = readRequest(base, options);
    return dispatch(
      options,
      keepReply(handler, (reply) => keep({ request, reply })),
    );
  });
}

function keepReply(
  handler: Dispatcher.DispatchHandler,
  keep: (reply: Exchange['reply']) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let head = { status: 0, headers: {} };
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart(controller, status, headers, statusMessage) {
      head = { status, headers: pick(headers) };
      handler.onResponseStart?.(controller, status, headers, statusMessage);
    },
    onResponseData(controller, chunk) {
      chunks.push(chunk);
      handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd(controller, trailers) {
      keep({ ...head, ...readReplyBody(Buffer.concat(chunks).toString('utf8')) });
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      keep({ failure: failureCode(error) });
      handler.onResponseError?.(controller, error);
    },
  };
}

function pick(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    REPLY_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

function readRequest(
  base: URL,
  { method, path, headers, body }: Dispatcher.DispatchOptions,
): Exchange['request'] {
  const named = Object.fromEntries(
    Object.entries({ ...headers }).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    ...readRequestPath(base, path),
    headers: named,
    ...readRequestBody(typeof body === 'string' ? body : null, named['content-type']),
  };
}

/** The system's name for what went wrong: its message may hold an address. */
function failureCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
