import { isUtf8 } from 'node:buffer';
import { OverLimitError, parseJson } from '@kamikit/core/base';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import { INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR, type Refusal } from './refusal.ts';

export interface Request {
  jsonrpc: '2.0';
  id: RequestId;
  method: string;
  params?: Record<string, unknown>;
}

export type Notification = Omit<Request, 'id'>;

/** An answer to a question of ours; whether it is a fitting one, whoever asked has to see. */
export interface Response {
  jsonrpc: '2.0';
  id: number;
  result?: unknown;
  error?: unknown;
}

export type Incoming =
  | { request: Request }
  | { notification: Notification }
  | { response: Response }
  | { refusal: Refusal }
  /** An answer to nothing that was asked, and why it is one. */
  | { stray: string };

// A job of 5,000 items with all their fields stays below; what is as large as a line may be is still read in a moment.
const MOST_VALUES = 200_000;

/**
 * What one line says, by JSON-RPC 2.0 as MCP narrows it (specification 2025-11-25, basic): one object a line, no batches
 * (since 2025-06-18), ids that are texts or whole numbers, parameters by name. Null for an empty line. No refusal repeats
 * what was sent: it may hold a key.
 */
export function readMessage(line: Buffer): Incoming | null {
  // With a replacement for each bad byte, two different keys of a purchase could become one.
  if (!isUtf8(line)) return refused(PARSE_ERROR, 'The line is not UTF-8');
  const text = line.toString().replace(/^\uFEFF/, '');
  if (text.trim() === '') return null;
  try {
    return understand(parseJson(text, { mostValues: MOST_VALUES }));
  } catch (error) {
    return error instanceof OverLimitError
      ? refused(INVALID_REQUEST, `The message comes ${error.message}`)
      : refused(PARSE_ERROR, 'The line is not JSON');
  }
}

function understand(message: unknown): Incoming {
  if (Array.isArray(message))
    return refused(INVALID_REQUEST, 'Batches are not supported: one message a line');
  if (!isObject(message)) return refused(INVALID_REQUEST, 'The message is not an object');
  const { jsonrpc, id, method, params } = message;
  const hasId = Object.hasOwn(message, 'id');
  const known = isRequestId(id) ? id : null;
  if (jsonrpc !== '2.0') return refused(INVALID_REQUEST, 'jsonrpc must be "2.0"', known);
  if (hasId && known === null && typeof method === 'string')
    return refused(INVALID_REQUEST, 'The id must be a text or a whole number');
  if (method === undefined && (Object.hasOwn(message, 'result') || Object.hasOwn(message, 'error'))) {
    // Our questions have whole numbers for ids; the SDK would take an empty text for the first of them.
    if (!Number.isSafeInteger(id)) return { stray: 'An answer to a question that was not asked' };
    return { response: Object(message) };
  }
  if (typeof method !== 'string') return refused(INVALID_REQUEST, 'The method must be a text', known);
  if (params !== undefined && params !== null && !isObject(params))
    return refused(INVALID_PARAMS, 'params must be an object', known);
  const call = { jsonrpc: '2.0' as const, method, ...(isObject(params) && { params }) };
  return known === null ? { notification: call } : { request: { ...call, id: known } };
}

function isRequestId(id: unknown): id is RequestId {
  return typeof id === 'string' || Number.isSafeInteger(id);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(code: number, message: string, id: RequestId | null = null): Incoming {
  return { refusal: { id, code, message } };
}
