import { STATUS_CODES } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Effect } from './fault.ts';
import { jsonReply, pageReply, type Reply, redirectReply } from './reply.ts';
import type { Course } from './upstream.ts';

// Valid JSON of entirely the wrong shape; and bytes that are not even text.
const WRONG_SHAPE = { success: 'maybe', code: [], data: [[]] };
const NOISE = Buffer.from('fffe00c3289f1b7d0180edbfbf22c07b9d', 'hex');

/** A request that a fault strikes. */
export interface Struck {
  /** What commits. */
  process(course?: Course): Reply | null | Promise<Reply | null>;
  /** Aborts when the client goes away, which ends a delay with an `AbortError`. */
  gone: AbortSignal;
  /** What an error that nobody caught looks like there. */
  errorPage(): Reply;
}

/** Answers under a fault. Null: the connection is cut without an answer. */
export async function applyEffect(
  effect: Effect,
  { process, gone, errorPage }: Struck,
): Promise<Reply | null> {
  switch (effect.kind) {
    case 'refuse_connection':
    case 'reset_before':
      return null;
    case 'reset_after':
      await process();
      return null;
    case 'delay_ms': {
      const early = effect.when === 'after' ? await process() : null;
      await wait(effect.ms, undefined, { signal: gone, ref: false });
      return early ?? process();
    }
    case 'status':
      if (effect.after) await process();
      return statusReply(effect.status);
    case 'html':
      if (effect.after) await process();
      return errorPage();
    case 'truncate': {
      const reply = await process();
      return reply && truncated(reply, effect.abort);
    }
    case 'garbage': {
      await process();
      const reply = jsonReply(200, WRONG_SHAPE);
      return effect.bytes ? { ...reply, body: NOISE } : reply;
    }
    case 'rate_limit':
      return jsonReply(429, { message: 'Too Many Attempts.' }, { 'retry-after': String(effect.retry_after) });
    case 'commit_late':
    case 'roll_back':
      return process(effect);
  }
}

/** A redirect goes to a page; a 4xx is Laravel's JSON; a 5xx is the page of the web server in front of it. */
function statusReply(status: number): Reply {
  const title = STATUS_CODES[status] ?? 'Unknown Status';
  if (status < 400) return { ...redirectReply(), status };
  // As Laravel's validator answers (storefront facts, errors).
  if (status === 422) return jsonReply(status, { message: title, errors: {} });
  return status < 500 ? jsonReply(status, { message: title }) : pageReply(status, `${status} ${title}`);
}

function truncated(reply: Reply, abort: boolean): Reply {
  const half = Math.floor(reply.body.length / 2);
  if (abort) return { ...reply, cutAt: half };
  return { ...reply, headers: { ...reply.headers, connection: 'close' }, body: reply.body.subarray(0, half) };
}
