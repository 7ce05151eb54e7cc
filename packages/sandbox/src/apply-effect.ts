import { STATUS_CODES } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Effect } from './fault.ts';
import { jsonReply, pageReply, type Reply, redirectReply } from './reply.ts';

// Valid JSON of entirely the wrong shape; and bytes that are not even text.
const WRONG_SHAPE = { success: 'maybe', code: [], data: [[]] };
const NOISE = Buffer.from('fffe00c3289f1b7d0180edbfbf22c07b9d', 'hex');

/**
 * Answers under a fault; `process` is what commits. Null: the connection is cut without an answer.
 * @param gone Aborts when the client goes away, which ends a delay with an `AbortError`.
 */
export async function applyEffect(
  effect: Effect,
  process: () => Reply,
  gone: AbortSignal,
): Promise<Reply | null> {
  switch (effect.kind) {
    case 'refuse_connection':
    case 'reset_before':
      return null;
    case 'reset_after':
      process();
      return null;
    case 'delay_ms': {
      const early = effect.when === 'after' ? process() : null;
      await wait(effect.ms, undefined, { signal: gone, ref: false });
      return early ?? process();
    }
    case 'status':
      if (effect.after) process();
      return statusReply(effect.status);
    case 'html':
      if (effect.after) process();
      return pageReply(200, '系统繁忙，请稍后再试');
    case 'truncate':
      return truncated(process(), effect.abort);
    case 'garbage': {
      process();
      const reply = jsonReply(200, WRONG_SHAPE);
      return effect.bytes ? { ...reply, body: NOISE } : reply;
    }
    case 'rate_limit':
      return jsonReply(429, { message: 'Too Many Attempts.' }, { 'retry-after': String(effect.retry_after) });
  }
}

/** A redirect goes to a page; a 4xx is Laravel's JSON; a 5xx is the page of the web server in front of it. */
function statusReply(status: number): Reply {
  const title = STATUS_CODES[status] ?? 'Unknown Status';
  if (status < 400) return { ...redirectReply(), status };
  return status < 500 ? jsonReply(status, { message: title }) : pageReply(status, `${status} ${title}`);
}

function truncated(reply: Reply, abort: boolean): Reply {
  const half = Math.floor(reply.body.length / 2);
  if (abort) return { ...reply, cutAt: half };
  return { ...reply, headers: { ...reply.headers, connection: 'close' }, body: reply.body.subarray(0, half) };
}
