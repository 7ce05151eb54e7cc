import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { UPSTREAMS } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Ledger, Suspension } from '@kamikit/ledger';
import { createServices } from '../calling/services.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import type { Setup } from '../messages/setup.en.ts';
import { accountsNamed, isAccount } from './account-named.ts';
import { confirmed } from './ask.ts';
import type { CommandContext } from './command.ts';
import { tellSources } from './sources.ts';

export function resumeCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('resume')
    .description(context.say.setup.resume)
    .argument('[account]', context.say.setup.resumeAccount)
    .option('--yes', context.say.setup.resumeYes)
    .action(async (account, { yes }) => context.exit(await resume(context, account, yes ?? false)));
}

/**
 * Lets what is suspended spend again, on its owner's word: that of a terminal, or `--yes`. With an account, named by its
 * upstream or its mark, only that one; otherwise every account, and a ledger that lost its past.
 */
async function resume(context: CommandContext, named: string | undefined, isYes: boolean): Promise<number> {
  const config = context.config;
  const redact = redactorOf(config);
  tellSources(config, context);
  const services = createServices(config, createLog('silent', redact));
  const { status } = context;
  const say = context.say.setup;
  const print = (text: string) => context.print(redact(text));
  try {
    status.show(say.comparing);
    const accounts = named === undefined ? undefined : await accountsNamed(services, named);
    const ledger = await services.ledger();
    const standing = await ledger.suspensions();
    const suspended = standing.filter(isOf(accounts));
    if (named !== undefined && suspended.length === 0 && !(await isAccount(services, named))) {
      const marks = standing.flatMap(({ account }) => (account === null ? [] : [account]));
      const known = [...UPSTREAMS, ...new Set(marks)];
      print(`${say.unknownAccount({ account: stripInvisible(named), known })}\n`);
      return 2;
    }
    const findings = accounts === undefined ? await ledger.verify() : [];
    const stopped = standing.find((each) => named !== undefined && each.account === null);
    const stillStopped = stopped && `${await told(stopped, ledger, say)} ${say.resumeAll}`;
    if (suspended.length === 0 && findings.length === 0) {
      print(
        `${named === undefined ? say.nothingSuspended : say.notSuspended({ account: stripInvisible(named) })}\n`,
      );
      if (stillStopped) print(`${stillStopped}\n`);
      return stillStopped ? 1 : 0;
    }
    for (const { what } of findings) print(`${context.say.ledger.finding({ said: stripInvisible(what) })}\n`);
    for (const suspension of suspended) print(`${await told(suspension, ledger, say)}\n`);
    if (findings.length > 0) print(`\n${[say.acceptedAsItIs, ...(await whatEnds(ledger, say))].join(' ')}\n`);
    if (!isYes && !(await confirmed(say.resumeQuestion))) {
      print(`${say.notResumed}\n`);
      return 1;
    }
    // The word is about what was shown, and not about a stop that came while the question stood.
    const shown = new Set(suspended.map((each) => JSON.stringify(each)));
    const now = (await ledger.suspensions()).filter(isOf(accounts));
    if (now.some((each) => !shown.has(JSON.stringify(each)))) {
      print(`${say.moreSuspended}\n`);
      return 1;
    }
    if (findings.length > 0) await ledger.acceptHistory();
    for (const each of accounts ?? [undefined]) await ledger.liftSuspensions(each);
    print(`${stillStopped ?? say.resumed}\n`);
    return 0;
  } finally {
    await services.close();
  }
}

/** A ledger that lost its past may have lost that somebody's token or a mandate was taken back: with it, all of them end. */
async function whatEnds(ledger: Ledger, say: Setup): Promise<string[]> {
  if ((await ledger.doubt()) === null) return [];
  const [people, mandates] = await Promise.all([ledger.people(), ledger.mandates()]);
  const names = people.map(({ name }) => stripInvisible(name));
  return [
    ...(names.length === 0 ? [] : [say.tokensEnd({ names })]),
    ...(mandates.length === 0 ? [] : [say.mandatesEnd({ count: mandates.length })]),
  ];
}

function isOf(accounts: readonly string[] | undefined): (suspension: Suspension) => boolean {
  return ({ account }) => accounts === undefined || (account !== null && accounts.includes(account));
}

async function told(
  { account, entry_id: entryId, since, by }: Suspension,
  ledger: Ledger,
  say: Setup,
): Promise<string> {
  if (account === null || entryId === null) return stripInvisible(say.stoppedSince({ since, by: by ?? '' }));
  const entry = await ledger.get(entryId);
  const charge = entry === null ? [] : [say.charge({ charged: entry.charged, agreed: entry.agreed })];
  return stripInvisible([say.suspendedSince({ account, since, entryId }), ...charge].join(' '));
}
