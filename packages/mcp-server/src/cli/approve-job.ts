import { inMarks } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Job } from '@kamikit/ledger';
import type { CommandMessages } from '../messages/commands.en.ts';
import { cleanText } from '../views/clean-text.ts';
import { questionAboutJob } from '../views/job-question.ts';
import { yesOrNo } from './ask.ts';
import { type CommandContext, UsageError } from './command.ts';
import type { OpenLedger } from './ledger.ts';
import { COMMAND_LINE } from './owner.ts';

const MOST_SHOWN = 10;

interface Word {
  yes?: true | undefined;
  no?: true | undefined;
  json?: true | undefined;
}

/** The job as it stands after its owner's word, and whether that was no: then nobody works on it here, even if it runs. */
interface Decided {
  decided: Job;
  isNo: boolean;
}

/** The owner's word about all of a job; one that awaits none is returned as it stands. @throws {UsageError} where there is nobody to ask. */
export async function decideJob(
  job: Job,
  given: Word,
  open: OpenLedger,
  context: CommandContext,
): Promise<Decided> {
  const { say } = context;
  const { ledger, print, services } = open;
  const asItStands = (decided: Job) => ({ decided, isNo: false });
  // It needs no price; and once priced, what mandates cover would run.
  if (given.no) return declined(job, given, open, context);
  if (job.state !== 'awaiting_approval') return asItStands(job);
  const priced = await services.spender.quoteJob(job.id);
  if (priced.state !== 'awaiting_approval') return asItStands(priced);
  const word = given.yes ? 'yes' : await asked(priced, given, open, say);
  if (word === null) {
    print(`${say.owner.undecided}\n`);
    return asItStands(priced);
  }
  if (word === 'yes') return { decided: await ledger.approveJob(job.id, COMMAND_LINE), isNo: false };
  return declined(job, given, open, context);
}

async function declined(
  { id }: Job,
  { json }: Word,
  { ledger, print }: OpenLedger,
  { say, tell }: CommandContext,
): Promise<Decided> {
  const { job, isOurs } = await ledger.declineJob(id, COMMAND_LINE);
  if (isOurs && !json) print(`${say.jobs.declined}\n`);
  if (job.state !== 'cancelled') tell(`${say.owner.noTooLate}\n`);
  return { decided: job, isNo: true };
}

async function asked(job: Job, { json }: Word, { ledger, print }: OpenLedger, say: CommandMessages) {
  if (json || !process.stdin.isTTY) throw new UsageError(say.owner.needsPerson);
  const { items, total } = await ledger.jobItems(job.id, { perPage: MOST_SHOWN });
  const lines = [questionAboutJob(job, say.job)];
  if (job.person !== null) lines.push(say.owner.requestedBy({ person: job.person.name }));
  for (const { number, quote, error } of items) {
    if (quote !== null)
      lines.push(
        `  ${number}  ${quote.total}  ${quote.quantity} × ${inMarks(cleanText(quote.name, 200) ?? '', 60)}`,
      );
    else if (error !== null)
      lines.push(
        say.jobs.cannotBuy({ number, why: say.failure.explained(error.code, { said: error.message }) }),
      );
  }
  if (total > items.length) lines.push(say.jobs.moreOfThem({ more: total - items.length }));
  if (job.approval?.until) lines.push(say.owner.validUntil({ until: job.approval.until }));
  print(`${stripInvisible(lines.join('\n'))}\n`);
  return yesOrNo(say.jobs.question);
}
