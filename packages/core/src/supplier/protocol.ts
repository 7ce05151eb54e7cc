import { isUtf8 } from 'node:buffer';
import { sign } from '@kamikit/signing';
import { type Protocol, unintelligible } from '../call.ts';
import type { KamikitError } from '../errors.ts';
import { inMarks } from '../in-marks.ts';
import { OverLimitError } from '../json-limits.ts';
import { splitJsonList } from '../json-list.ts';
import { checkStatus, IN_DOUBT, parseJsonObject, readJsonObject, refusal } from '../json-reply.ts';
import { isUnknownCaller } from '../refusal.ts';
import type { Timing } from '../timing.ts';
import type { CallContext, WireReply, WireRequest } from '../transport.ts';
import { toInteger } from '../wire.ts';
import { listItems } from './list-items.ts';

export interface SupplierCredentials {
  apiId: string;
  apiKey: string;
  /** The shop's address and the plugin's prefix, ending in a slash. */
  baseUrl: URL;
}

/** How mcy-shop's open-api plugin speaks: signed forms out, `{code, msg, data}` back (supplier facts, transport). */
export function supplierProtocol({ apiId, apiKey, baseUrl }: SupplierCredentials, timing: Timing): Protocol {
  return {
    upstream: 'supplier',
    secrets: [apiKey],
    buildRequest(endpoint, input) {
      const fields = Object.fromEntries(
        Object.entries(input)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, String(value)]),
      );
      return {
        method: 'POST',
        url: new URL(endpoint.path, baseUrl),
        headers: {
          accept: 'application/json',
          'accept-language': 'zh-CN', // refusals are told apart by their Chinese words
          'api-id': apiId,
          'api-signature': sign(fields, apiKey),
          'content-type': 'application/x-www-form-urlencoded', // JSON leaves PHP's $_POST empty
        },
        body: new URLSearchParams(fields).toString(),
      } satisfies WireRequest;
    },
    async readReply(reply, context, signal) {
      const isList = context.operation === listItems.operation;
      const list = isList ? await splitJsonList(inUtf8(reply), 'data', signal) : null;
      if (list === null) return readEnvelope(reply, context, timing.now());
      const { status, headers, bytes } = reply;
      const envelope = { status, headers, bytes, body: list.envelope, raw: list.envelope, isExact: true };
      readEnvelope(envelope, context, timing.now());
      return list.elements;
    },
  };
}

// GBK is decoded in one go, which takes 50 times as long as seeing that it is UTF-8.
const LONGEST_IN_GBK = 4 * 1024 * 1024;

function inUtf8(reply: WireReply): Buffer {
  if (isUtf8(reply.bytes)) return reply.bytes;
  if (reply.bytes.length > LONGEST_IN_GBK)
    throw new OverLimitError(`with more than ${LONGEST_IN_GBK} bytes that are not UTF-8`);
  return Buffer.from(reply.body);
}

/** HTTP 200 with code 200 is success, with 0 or below a refusal (supplier facts, refusal); a page of HTML is neither. */
function readEnvelope(reply: WireReply, context: CallContext, now: number): unknown {
  checkStatus(reply, context, now);
  if (reply.status === 404 && context.effect === 'read' && readJsonObject(reply.body) === undefined)
    throw refusal('', context, 'not_found'); // `connect` and `amount` are not on every shop
  const body = parseJsonObject(reply, context);
  const code = toInteger(body.code);
  if (code === 200) return body.data;
  if (context.effect !== 'read' && (IN_DOUBT.includes(code ?? 0) || holdsTrade(body.data)))
    throw unintelligible(context, `with the code ${code} and an answer that leaves open what was done`);
  const message = typeof body.msg === 'string' ? stripTags(body.msg) : '';
  if (code !== null && (code <= 0 || (code >= 400 && code < 500)))
    throw namingTheId(refusal(message, context), message);
  const what = code === null ? 'no code' : `the undocumented code ${code}: ${inMarks(message)}`;
  throw unintelligible(context, `with ${what}`).with({ upstreamMessage: message });
}

/** Whether a refusal holds a trade after all, or what it delivered. */
function holdsTrade(data: unknown): boolean {
  const { trade_no, item_trade_no, contents } = Object(data);
  return [trade_no, item_trade_no, contents].some((each) => each !== undefined && each !== null);
}

/** The shop looks for the id before it checks any signature (supplier facts, refusals): the key may be right. */
function namingTheId(error: KamikitError, message: string): KamikitError {
  if (error.code !== 'unauthorized' || !isUnknownCaller(message)) return error;
  return error.with({
    message: `the supplier does not know this API id: ${inMarks(message)}`,
    hint: 'It is the API id that is wrong, or the URL of another shop; of the key nothing is known.',
  });
}

const LONGEST_MESSAGE = 2_000;

function stripTags(html: string): string {
  return html
    .slice(0, LONGEST_MESSAGE)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
