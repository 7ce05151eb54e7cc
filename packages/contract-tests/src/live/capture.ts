import type { Dispatcher } from 'undici';
import type { Exchange } from '../interactions/fixture.ts';
import { observeReply } from '../interactions/observe-reply.ts';
import { readRequestBody, readRequestPath } from '../interactions/wire-text.ts';

/** Lets every exchange through unchanged and keeps it, failed ones too, with whatever secrets it contains. */
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
      observeReply(handler, (reply) => keep({ request, reply })),
    );
  });
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
