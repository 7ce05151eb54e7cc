import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { KamikitError } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { ExecutedEntry, Job, Ledger, LedgerEntry } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import { assertUsable } from '../config/assert-usable.ts';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { questionAbout } from '../views/question.ts';
import { decideJob } from './approve-job.ts';
import { yesOrNo } from './ask.ts';
import { type CommandContext, UsageError } from './command.ts';
import { entryWithId } from './entry-with-id.ts';
import { untilFirstInterrupt } from './interrupted.ts';
import { jobExitCode, jobSummary } from './job-summary.ts';
import { jobWithId } from './job-with-id.ts';
import { ledgerOpener, type OpenLedger, openerToTakeAway } from './ledger.ts';
import { formatEntry } from './ledger-format.ts';
import { formatTable, waitingColumns } from './ledger-table.ts';
import { DECLINED, exitCodeOf, outcomeJson, outcomeText, STILL_OPEN } from './outcome.ts';
import { COMMAND_LINE } from './owner.ts';
import { workOnJob } from './work-on-job.ts';

const MOST_LISTED = 50;
// Most goods are delivered within it; those by hand may take days.
const FOLLOW_MS = 60_000;

interface Options {
  yes?: true | undefined;
  no?: true | undefined;
  reason?: string | undefined;
  json?: true | undefined;
}

interface Run extends OpenLedger {
  context: CommandContext;
  options: Options;
}

/** Shows what waits for its owner, who decides about it here. */
export function approveCommand(context: CommandContext): CommandUnknownOpts {
  const { owner, ledger } = context.say;
  return new Command('approve')
    .description(owner.approve)
    .argument('[entry_id]', ledger.id)
    .addOption(new Option('--yes', owner.yes).conflicts('no'))
    .option('--no', owner.no)
    .option('--reason <words>', owner.reason)
    .option('--json', owner.json)
    .action(async (id, options) => {
      // What decides about one must not pass for a word about all.
      if (id === undefined && (options.yes || options.no || options.reason !== undefined))
        throw new UsageError(owner.whichEntry);
      const onLedger = options.no ? openerToTakeAway(context) : ledgerOpener(context);
      await onLedger(async (open) => {
        // What waited too long does not wait any more.
        await open.ledger.recover();
        const run = { ...open, context, options };
        if (id === undefined) return listWaiting(run);
        // A no is always taken; for a yes, what guards money must be set right.
        if (!options.no) assertUsable(context.config, 'spending', 'changes');
        if (await isJobs(open.ledger, id, ledger)) return decideAboutJob(id, run);
        return decide(await entryWithId(open.ledger, id, ledger), run);
      });
    });
}

async function listWaiting({ ledger, print, stdout, context, options }: Run): Promise<number> {
  const { say, config } = context;
  const { entries, total } = await ledger.askedEntries(MOST_LISTED);
  const ids = await ledger.askedJobs({ evenUnpriced: true });
  const found = await Promise.all(ids.slice(0, MOST_LISTED).map((id) => ledger.job(id)));
  const jobs = found.flatMap((job) => (job?.state === 'awaiting_approval' ? [job] : []));
  const more = total - entries.length + Math.max(ids.length - MOST_LISTED, 0);
  if (options.json)
    print(`${JSON.stringify([...entries.map(outcomeJson), ...jobs.map(jobJson)], null, 2)}\n`);
  else if (entries.length + jobs.length > 0) {
    const width = stdout.isTTY ? stdout.columns : undefined;
    if (entries.length > 0) print(`${formatTable(entries, say.ledger, width, waitingColumns(entries))}\n`);
    for (const job of jobs) print(await jobSummary(job, ledger, say));
    print(`${say.owner.howTo}\n`);
  } else {
    print(`${say.owner.nothingWaits}\n`);
    if (config.confirm !== 'owner') print(`${say.owner.notOwner}\n`);
  }
  if (more > 0) context.tell(`${say.owner.moreWait({ more })}\n`);
  return 0;
}

/** Ids of jobs and of entries are taken alike. @throws {Error} for the beginning of both: a yes to one must not go to the other. */
async function isJobs(ledger: Ledger, id: string, say: LedgerCommand): Promise<boolean> {
  const jobs = await ledger.jobIdsLike(id, 1);
  if (jobs.length === 0 || (await ledger.idsLike(id, 1)).length === 0) return jobs.length > 0;
  const entry = await entryWithId(ledger, id, say);
  throw new Error(say.severalEntries({ id: stripInvisible(id), ids: [entry.id, ...jobs], isMore: false }));
}

/** Allowed, it is worked on here: whoever says yes sees what becomes of it. */
async function decideAboutJob(id: string, run: Run): Promise<number> {
  const { ledger, print, options, context } = run;
  const { say } = context;
  const job = await jobWithId(ledger, id, say);
  const { decided, isNo } = await decideJob(job, options, run, context);
  const ended =
    decided.state === 'running' && !isNo
      ? await workOnJob(decided, run, context, { isQuiet: options.json === true })
      : decided;
  print(options.json ? `${JSON.stringify(ended, null, 2)}\n` : await jobSummary(ended, ledger, say));
  return jobExitCode(ended);
}

async function decide(entry: LedgerEntry, run: Run): Promise<number> {
  const { services, print, options, context } = run;
  const say = context.say.owner;
  if (entry.state !== 'awaiting_approval') return options.no ? tellNo(entry, run) : tell(entry, run);
  const word = await ownersWord(entry, run);
  if (word === null) {
    print(`${say.undecided}\n`);
    return STILL_OPEN;
  }
  const { id } = entry;
  if (word === 'no')
    return tellNo(await services.spender.decline(id, { by: COMMAND_LINE, reason: options.reason }), run);
  return tell(await sent(entry, run), run);
}

/** @throws {UsageError} where there is nobody to ask. */
async function ownersWord(
  entry: LedgerEntry,
  { options, print, context }: Run,
): Promise<'yes' | 'no' | null> {
  const { owner, question } = context.say;
  if (options.yes) return 'yes';
  if (options.no) return 'no';
  if (options.json || !process.stdin.isTTY) throw new UsageError(owner.needsPerson);
  print(`${stripInvisible(questionAbout(entry, question))}\n`);
  if (entry.person !== null) print(`${owner.requestedBy({ person: entry.person })}\n`);
  if (entry.quote_until !== null) print(`${owner.validUntil({ until: entry.quote_until })}\n`);
  return yesOrNo(owner.question);
}

/** Approved, sent, and followed for a while; it is in the ledger, so that whatever ends this process loses nothing. */
async function sent({ id }: LedgerEntry, run: Run): Promise<ExecutedEntry> {
  const { services, ledger, status, context } = run;
  const say = context.say.owner;
  const interrupt = untilFirstInterrupt(() => context.tell(`${say.interrupted({ id })}\n`));
  const { signal } = interrupt;
  const waiting = { maxWaitMs: FOLLOW_MS, signal };
  try {
    status.show(say.sending);
    const approved = await services.spender.approve(id, { by: COMMAND_LINE, signal });
    if (approved.notice !== null) return approved;
    status.show(say.following);
    if (['prepared', 'sent'].includes(approved.state)) await services.spender.awaitDecision(id, waiting);
    await services.spender.follow(id, waiting);
  } catch (error) {
    const isOurs = error instanceof KamikitError && error.code !== 'cancelled';
    // What became of it stands in the entry, unless nothing did.
    if (!signal.aborted && (!isOurs || (await ledger.get(id))?.state === 'awaiting_approval')) throw error;
  } finally {
    interrupt.end();
    status.clear();
  }
  const entry = await ledger.get(id);
  if (entry === null) throw new Error(`entry ${id} is gone`);
  return { ...entry, notice: null };
}

/** What became of it, where a no was to end it. */
function tellNo(entry: LedgerEntry, run: Run): number {
  if (exitCodeOf(entry) !== DECLINED) run.context.tell(`${run.context.say.owner.noTooLate}\n`);
  return tell(entry, run);
}

function tell(entry: LedgerEntry & { notice?: string | null }, { print, context, options }: Run): number {
  const { say } = context;
  if (options.json) print(`${JSON.stringify(outcomeJson(entry), null, 2)}\n`);
  else print(outcomeText(entry, say));
  // What the ledger could not write down exists here alone.
  if (entry.notice) print(`${entry.notice}\n${formatEntry(entry, deliveredBy(entry), say)}`);
  return exitCodeOf(entry);
}

function jobJson({ id, kind, state, items, max_total, approval, created_at }: Job) {
  return { job_id: id, kind, state, items, max_total, ...approval, created_at };
}
