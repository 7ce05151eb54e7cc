import { ControlError, type ControlFields, controlFields } from './control-fields.ts';
import type { Course, UpstreamDefinition } from './upstream.ts';
import { upstreams } from './upstreams.ts';

const FAULT_KINDS = [
  'refuse_connection',
  'reset_before',
  'reset_after',
  'delay_ms',
  'status',
  'html',
  'truncate',
  'garbage',
  'rate_limit',
  'commit_late',
  'roll_back',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong with one request. */
export type Effect =
  | { kind: 'refuse_connection' | 'reset_before' | 'reset_after' }
  | { kind: 'delay_ms'; ms: number; when: 'before' | 'after' }
  | { kind: 'status'; status: number; after: boolean }
  | { kind: 'html'; after: boolean }
  | { kind: 'truncate'; abort: boolean }
  | { kind: 'garbage'; bytes: boolean }
  | { kind: 'rate_limit'; retry_after: number }
  | Course;

/** A fault that waits for its requests: the next `times` requests to `operation` of `upstream`. */
export type Fault = Effect & { upstream: string; operation: string; times: number };

/** What `addFault` and `POST /__sandbox/faults` take; the README lists the parameters of each kind. */
export interface FaultRequest {
  upstream: string;
  operation: string;
  kind: FaultKind;
  /** How many requests it affects; 1 by default. */
  times?: number;
  [parameter: string]: unknown;
}

// A longer delay would fire at once: timers count in 32 bits.
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** @throws {ControlError} */
export function readFault(body: unknown): Fault {
  const fields = controlFields(body, 'a fault');
  const upstream = fields.choice('upstream', Object.keys(upstreams));
  const definition = definitionOf(upstream);
  const operation = fields.choice('operation', [
    ...['*', ...definition.operations],
    ...Object.keys(definition.aliases),
  ]);
  const effect = readEffect(fields);
  const transactions = definition.transactions ?? [];
  if ((effect.kind === 'commit_late' || effect.kind === 'roll_back') && !transactions.includes(operation))
    throw new ControlError(`${effect.kind} strikes no ${upstream} ${operation}; it strikes supplier trade`);
  const fault = {
    upstream,
    operation,
    ...effect,
    times: fields.integer('times', { min: 1 }, 1),
  };
  fields.end();
  return fault;
}

function definitionOf(
  upstream: string,
): Pick<UpstreamDefinition<object, object>, 'operations' | 'aliases' | 'transactions'> {
  const definition = Object.entries(upstreams).find(([name]) => name === upstream)?.[1];
  if (definition === undefined) throw new ControlError(`there is no upstream ${upstream}`);
  return definition;
}

function readEffect(fields: ControlFields): Effect {
  const kind = fields.choice('kind', FAULT_KINDS);
  switch (kind) {
    case 'refuse_connection':
    case 'reset_before':
    case 'reset_after':
      return { kind };
    case 'delay_ms':
      return {
        kind,
        ms: fields.integer('ms', { min: 0, max: LONGEST_DELAY_MS }, 1000),
        when: fields.choice('when', ['before', 'after'], 'after'),
      };
    case 'status':
      return {
        kind,
        status: fields.integer('status', { min: 300, max: 599 }, 500),
        after: fields.flag('after', false),
      };
    case 'html':
      // A success hidden behind a page is the dangerous case, hence the default.
      return { kind, after: fields.flag('after', true) };
    case 'truncate':
      return { kind, abort: fields.flag('abort', false) };
    case 'garbage':
      return { kind, bytes: fields.flag('bytes', false) };
    case 'rate_limit':
      return { kind, retry_after: fields.integer('retry_after', { min: 0 }, 1) };
    case 'commit_late':
      return {
        kind,
        ms: fields.integer('ms', { min: 0, max: LONGEST_DELAY_MS }, 40_000),
        reply: fields.choice('reply', ['waits', 'cut'], 'waits'),
        again: fields.choice('again', ['page', 'waits'], 'page'),
      };
    case 'roll_back':
      return { kind, reply: fields.choice('reply', ['refusal', 'page'], 'refusal') };
  }
}
