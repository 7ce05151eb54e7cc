import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

// JSON-RPC 2.0, section 5.1.
export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;
// Of those that a server gives its own meaning to.
export const TOO_MANY = -32_000;
export const ENDING = -32_001;

/** Why a message gets no result. The id is null where the message has none that could be answered by. */
export interface Refusal {
  id: RequestId | null;
  code: number;
  message: string;
}

export function errorResponse({ id, code, message }: Refusal) {
  return { jsonrpc: '2.0' as const, id, error: { code, message } };
}
