import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import type { Job, JobAction } from '@kamikit/ledger';
import { assertUsable } from '../config/assert-usable.ts';
import type { CommandMessages } from '../messages/commands.en.ts';
import type { CommandContext } from './command.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { inColumns } from './in-columns.ts';
import { exportCommand } from './job-export.ts';
import { startCommand } from './job-start.ts';
import { jobExitCode, jobSummary, stateInWords } from './job-summary.ts';
import { jobWithId } from './job-with-id.ts';
import { ledgerOpener, type OnLedger, openerToTakeAway } from './ledger.ts';
import { COMMAND_LINE } from './owner.ts';
import { workOnJob } from './work-on-job.ts';

/** Buys many things at once, and says how far it is. */
export function jobCommand(context: CommandContext): CommandUnknownOpts {
  const { say } = context;
  const onLedger = ledgerOpener(context);
  const command = new Command('job')
    .description(say.jobs.about)
    .addCommand(startCommand(context))
    .addCommand(listCommand(onLedger, say))
    .addCommand(showCommand(onLedger, say))
    .addCommand(runCommand(onLedger, context));
  for (const action of ['pause', 'resume', 'cancel'] as const) {
    const opener = action === 'resume' ? onLedger : openerToTakeAway(context);
    command.addCommand(controlCommand(action, opener, say));
  }
  return command.addCommand(exportCommand(onLedger, say));
}

function listCommand(onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  return new Command('list')
    .description(say.jobs.list)
    .option('--json', say.jobs.json)
    .action(({ json }) =>
      onLedger(async ({ ledger, print }) => {
        const jobs = await ledger.jobs();
        if (json) print(`${JSON.stringify(jobs, null, 2)}\n`);
        else if (jobs.length === 0) print(`${say.jobs.none}\n`);
        else
          for (const line of inColumns(jobs.map((job) => cells(job, say))))
            print(`${stripInvisible(line)}\n`);
        return 0;
      }),
    );
}

function cells(job: Job, say: CommandMessages): string[] {
  const { id, items, counts, spent, created_at, person } = job;
  const done = items - counts.waiting - counts.under_way;
  const who = person === null ? '' : say.jobs.listedBy({ person: person.name });
  return [
    ...[id.slice(0, SHORT_ID), created_at.slice(0, 16).replace('T', ' '), `${done}/${items}`],
    ...[say.jobs.listedSpent({ spent }), stateInWords(job, say), who],
  ];
}

function showCommand(onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  return new Command('show')
    .description(say.jobs.show)
    .argument('<id>', say.jobs.id)
    .option('--json', say.jobs.json)
    .action((id, { json }) =>
      onLedger(async ({ ledger, print }) => {
        const job = await jobWithId(ledger, id, say);
        print(json ? `${JSON.stringify(job, null, 2)}\n` : await jobSummary(job, ledger, say));
        return 0;
      }),
    );
}

function runCommand(onLedger: OnLedger, context: CommandContext): CommandUnknownOpts {
  const { say, config } = context;
  return new Command('run')
    .description(say.jobs.run)
    .argument('[id]', say.jobs.id)
    .action((id) =>
      onLedger(async (open) => {
        const { ledger, print } = open;
        assertUsable(config, 'spending', 'changes');
        const ids = id === undefined ? await ledger.openJobs() : [(await jobWithId(ledger, id, say)).id];
        if (ids.length === 0) print(`${say.jobs.nothingOpen}\n`);
        let code = 0;
        for (const each of ids) {
          const job = await ledger.job(each);
          if (job === null) continue;
          const ended = await workOnJob(job, open, context);
          print(await jobSummary(ended, ledger, say));
          code = Math.max(code, jobExitCode(ended));
        }
        return code;
      }),
    );
}

function controlCommand(action: JobAction, onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  return new Command(action)
    .description(say.jobs[action])
    .argument('<id>', say.jobs.id)
    .action((id) =>
      onLedger(async ({ ledger, print }) => {
        const job = await jobWithId(ledger, id, say);
        print(await jobSummary(await ledger.controlJob(job.id, action, COMMAND_LINE), ledger, say));
        return 0;
      }),
    );
}
