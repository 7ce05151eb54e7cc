// What a server that ends says instead of beginning with a call.
export { ENDING } from '../src/mcp/refusal.ts';

/** A `tools/call` as it is posted without any SDK, in the revision 2025-11-25. */
export function posted(token: string | null, name: string, args: object = {}) {
  return post(token, {}, { name, arguments: args });
}

/** The same in the revision 2026-07-28, where each request says by itself who sends it and what that can do. */
export function postedByItself(
  token: string | null,
  name: string,
  { capabilities = {}, ...params }: { arguments: object; capabilities?: object },
) {
  const headers = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': name,
  };
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
  return post(token, headers, { name, ...params, _meta });
}

function post(token: string | null, headers: Readonly<Record<string, string>>, params: object) {
  return {
    method: 'POST' as const,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  };
}
