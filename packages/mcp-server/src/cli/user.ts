import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { compareMoney, type Money, parseMoney } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import { type KnownPerson, ROLES } from '@kamikit/ledger';
import type { Serving } from '../messages/serving.en.ts';
import { type CommandContext, UsageError } from './command.ts';
import { inColumns } from './in-columns.ts';
import { ledgerOpener, type OnLedger, openerToTakeAway } from './ledger.ts';
import { COMMAND_LINE } from './owner.ts';

/** Who may use `kamikit serve`: in the owner's hand alone, so no tool adds anybody. */
export function userCommand(context: CommandContext): CommandUnknownOpts {
  const onLedger = ledgerOpener(context);
  const say = context.say.serving;
  return new Command('user')
    .description(say.user)
    .addCommand(addCommand(onLedger, say, context))
    .addCommand(listCommand(onLedger, say))
    .addCommand(revokeCommand(openerToTakeAway(context), say));
}

function addCommand(onLedger: OnLedger, say: Serving, { tell }: CommandContext): CommandUnknownOpts {
  const money = moneyFor(say);
  return new Command('add')
    .description(say.userAdd)
    .argument('<name>', say.userName)
    .addOption(new Option('--role <role>', say.role).choices(ROLES))
    .option('--daily-budget <yuan>', say.dailyBudget, money)
    .option('--max-order <yuan>', say.maxOrder, money)
    .action(async (name, { role, dailyBudget, maxOrder }) => {
      if (role === undefined) throw new UsageError(say.needsRole({ roles: ROLES }));
      await onLedger(async ({ ledger, print }) => {
        const limits = { daily_budget: dailyBudget ?? null, max_order: maxOrder ?? null };
        const { token } = await ledger.addPerson({ name, role, ...limits }, COMMAND_LINE);
        print(`${token}\n`);
        tell(`${say.added({ name })}\n`);
        return 0;
      });
    });
}

function listCommand(onLedger: OnLedger, say: Serving): CommandUnknownOpts {
  return new Command('list')
    .description(say.userList)
    .option('--all', say.all)
    .option('--json', say.json)
    .action(({ all = false, json }) =>
      onLedger(async ({ ledger, print }) => {
        const people = await ledger.people({ all });
        if (json) print(`${JSON.stringify(people, null, 2)}\n`);
        else if (people.length === 0) print(`${say.nobody}\n`);
        else
          for (const line of inColumns(people.map((each) => cells(each, say))))
            print(`${stripInvisible(line)}\n`);
        return 0;
      }),
    );
}

function cells(person: KnownPerson, say: Serving): string[] {
  const { name, role, daily_budget: daily, max_order: most, added_at: since, revoked_at } = person;
  return [
    ...[name, role],
    ...[daily === null ? '' : say.listedDaily({ daily }), most === null ? '' : say.listedMost({ most })],
    ...[say.listedSince({ since }), revoked_at === null ? '' : say.revokedSince({ since: revoked_at })],
  ];
}

function revokeCommand(onLedger: OnLedger, say: Serving): CommandUnknownOpts {
  return new Command('revoke')
    .description(say.userRevoke)
    .argument('<name>', say.userName)
    .action((name) =>
      onLedger(async ({ ledger, print }) => {
        const { revoked_at } = await ledger.revokePerson(name, COMMAND_LINE);
        print(`${say.revoked({ name, since: revoked_at ?? '' })}\n`);
        return 0;
      }),
    );
}

function moneyFor({ wrongMoney }: Serving): (text: string) => Money {
  return (text) => {
    try {
      const money = parseMoney(text);
      if (compareMoney(money, parseMoney(0)) >= 0) return money;
    } catch {}
    throw new InvalidArgumentError(wrongMoney);
  };
}
