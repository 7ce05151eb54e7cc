// What a server that ends says instead of beginning with a call.
export { ENDING } from '../src/mcp/refusal.ts';

/** A `tools/call` as it is posted without any SDK. */
export function posted(token: string | null, name: string, args: object = {}) {
  return {
    method: 'POST' as const,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
  };
}
