import { setTimeout as delay } from 'node:timers/promises';
import type { Job, LedgerEntry } from '@kamikit/ledger';
import type { Sandbox } from '@kamikit/sandbox';
import type { Violation } from '../torture/violation.ts';
import { type Call, callSomebody, type Made } from './call-over-http.ts';
import type { Instance } from './instance.ts';
import type { PlannedJob } from './plan.ts';
import { over, spentOn, unanswered, violated } from './violations.ts';

/** A job that somebody started, and all that was asked about it. */
export interface MadeJob {
  planned: PlannedJob;
  /** Null: it was never started. */
  id: string | null;
  calls: ReadonlyArray<Made & Call>;
}

// For as long as whatever happens to an instance or to the database keeps it from its items.
const MOST_LOOKS = 400;
const PAUSE_MS = 400;

/** Starts it at one instance, and asks one after the other how it stands until it is over. */
export async function makeJob(
  planned: PlannedJob,
  { instances, sandbox, token }: { instances: readonly Instance[]; sandbox: Sandbox; token: string },
): Promise<MadeJob> {
  const calls: Array<Made & Call> = [];
  let next = planned.instance;
  const ask = async (tool: string, args: Call['args']): Promise<Record<string, unknown>> => {
    const made = await callSomebody(instances, next, token, { tool, args });
    next += 1;
    calls.push({ tool, args, ...made });
    return made.answer ?? {};
  };
  for (const fault of planned.faults) sandbox.addFault(fault);
  const { job_id } = await ask('start_job', planned.args);
  if (typeof job_id !== 'string') return { planned, id: null, calls };
  if (planned.isPaused)
    for (const action of ['pause', 'resume']) await ask('control_job', { job_id, action });
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const { state, counts } = await ask('get_job', { job_id });
    const { waiting = 0, under_way = 0 } = Object(counts);
    // While it still looks for what is unknown, nothing more is bought.
    if (state !== 'running' || waiting + under_way === 0) break;
    await delay(PAUSE_MS);
  }
  return { planned, id: job_id, calls };
}

/** Everything that should never be of a job, once what was open has been looked into. */
export function violationsOfJob(
  { planned, id, calls }: MadeJob,
  {
    job,
    entries,
    charged,
  }: { job: Job | null; entries: readonly LedgerEntry[]; charged: ReadonlyMap<string, number> },
): Violation[] {
  const told = `${planned.person}, job ${planned.args.idempotency_key}`;
  const ofCalls = calls.flatMap((call) => [
    ...unanswered(`${told}, ${call.tool}`, call),
    // One that is over by then can be neither paused nor resumed.
    ...(call.tool !== 'control_job' && call.answer?.error !== undefined
      ? violated('callers are told the truth', `${told}, ${call.tool}: ${JSON.stringify(call.answer)}`)
      : []),
  ]);
  if (id === null || job === null)
    return [...ofCalls, ...violated('no entry is stuck', `${told} is not there`)];
  const theirs = entries.filter((entry) => entry.job === id);
  const { waiting, under_way, completed } = job.counts;
  const isOver =
    job.state === 'stopped'
      ? under_way === 0 && job.reason?.code === 'over_budget'
      : waiting + under_way === 0;
  const delivered = theirs.filter(({ state }) => state === 'completed').length;
  return [
    ...ofCalls,
    ...(isOver
      ? []
      : violated(
          'no entry is stuck',
          `${told} is ${job.state} (${job.reason?.code}): ${JSON.stringify(job.counts)}`,
        )),
    ...over(told, spentOn(theirs, charged), job.max_total),
    ...(theirs.every(({ person }) => person === planned.person) && delivered === completed
      ? []
      : violated(
          'charges are what the ledger counts',
          `${told}: ${delivered} entries of ${completed} items`,
        )),
  ];
}
