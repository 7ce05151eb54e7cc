import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { parseShanghaiTime, shanghaiDay, UPSTREAMS } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Mandate, MandateTerms } from '@kamikit/ledger';
import { isKind, KINDS } from '@kamikit/spending';
import type { OwnerCommands, ToldTerms } from '../messages/owner-commands.en.ts';
import { accountsNamed, isAccount } from './account-named.ts';
import { confirmed } from './ask.ts';
import { type CommandContext, UsageError } from './command.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { ledgerOpener, type OnLedger, openerToTakeAway } from './ledger.ts';
import { moneyFor } from './money-option.ts';
import { COMMAND_LINE } from './owner.ts';

/** What the owner allows beforehand: in the owner's hand alone, so no tool adds one. */
export function mandateCommand(context: CommandContext): CommandUnknownOpts {
  const onLedger = ledgerOpener(context);
  return new Command('mandate')
    .description(context.say.owner.mandate)
    .addCommand(addCommand(onLedger, context))
    .addCommand(listCommand(onLedger, context))
    .addCommand(revokeCommand(openerToTakeAway(context), context.say.owner));
}

function addCommand(onLedger: OnLedger, { say, config }: CommandContext): CommandUnknownOpts {
  const words = say.owner;
  const money = moneyFor(words);
  return new Command('add')
    .description(words.mandateAdd)
    .option('--max-order <yuan>', words.maxOrder, money)
    .option('--per-day <yuan>', words.perDay, money)
    .option('--per-week <yuan>', words.perWeek, money)
    .option('--goods <numbers>', words.goods, goodsFor(words))
    .option('--account <account>', words.account)
    .option('--kinds <kinds>', words.kinds, kindsFor(words))
    .option('--until <day>', words.until, dayFor(words))
    .option('--yes', words.addYes)
    .action(async ({ maxOrder, perDay, perWeek, goods, account: named, kinds, until, yes }) => {
      const spends = kinds === undefined || kinds.some((kind) => SPENDING.includes(kind));
      if (spends && [maxOrder, perDay, perWeek].every((limit) => limit === undefined))
        throw new UsageError(words.needsLimit);
      if (!yes && !process.stdin.isTTY) throw new UsageError(words.addNeedsPerson);
      await onLedger(async ({ ledger, services, print }) => {
        if (named !== undefined && !(await isAccount(services, named)))
          throw new UsageError(
            say.setup.unknownAccount({ account: stripInvisible(named), known: UPSTREAMS }),
          );
        const [account] = named === undefined ? [null] : await accountsNamed(services, named);
        const terms: MandateTerms = {
          ...{ max_order: maxOrder ?? null, per_day: perDay ?? null, per_week: perWeek ?? null },
          ...{ goods: goods ?? null, account, kinds: kinds ?? SPENDING, until: until ?? null },
        };
        print(`${shown(words.wouldAllow({ terms: toldTerms(terms) }))}\n`);
        if (!yes && !(await confirmed(words.addQuestion))) {
          print(`${words.notAdded}\n`);
          return 1;
        }
        const { id } = await ledger.addMandate(terms, COMMAND_LINE);
        print(`${words.added({ id })}\n`);
        if (config.confirm !== 'owner') print(`${words.notOwner}\n`);
        return 0;
      });
    });
}

function listCommand(onLedger: OnLedger, { say, config }: CommandContext): CommandUnknownOpts {
  const words = say.owner;
  return new Command('list')
    .description(words.mandateList)
    .option('--all', words.all)
    .option('--json', words.json)
    .action(({ all = false, json }) =>
      onLedger(async ({ ledger, print }) => {
        const mandates = await ledger.mandates({ all });
        if (json) print(`${JSON.stringify(mandates, null, 2)}\n`);
        else if (mandates.length === 0) print(`${words.noMandates}\n`);
        else {
          for (const mandate of mandates) print(`${shown(lines(mandate, words))}\n`);
          if (config.confirm !== 'owner') print(`${words.notOwner}\n`);
        }
        return 0;
      }),
    );
}

function lines(mandate: Mandate, words: OwnerCommands): string {
  const { id, revoked_at: since, used_today: today, used_this_week: week, uses } = mandate;
  const short = id.slice(0, SHORT_ID);
  const told = [
    words.listed({ id: short, terms: toldTerms(mandate) }),
    `${' '.repeat(SHORT_ID)}  ${words.used({ today, week, uses })}`,
  ];
  if (since !== null) told.push(`${' '.repeat(SHORT_ID)}  ${words.revoked({ id: short, since })}`);
  return told.join('\n');
}

function revokeCommand(onLedger: OnLedger, words: OwnerCommands): CommandUnknownOpts {
  return new Command('revoke')
    .description(words.mandateRevoke)
    .argument('<id>', words.mandateId)
    .action((beginning) =>
      onLedger(async ({ ledger, print }) => {
        const id = mandateWithId(await ledger.mandates({ all: true }), beginning, words);
        const { revoked_at } = await ledger.revokeMandate(id, COMMAND_LINE);
        print(`${words.revoked({ id, since: revoked_at ?? '' })}\n`);
        return 0;
      }),
    );
}

const SHORTEST_ID = 4;

/** @throws {UsageError} for too few characters; {Error} when there is no such mandate, or more than one. */
function mandateWithId(mandates: readonly Mandate[], beginning: string, words: OwnerCommands): string {
  const typed = stripInvisible(beginning);
  const found = mandates.filter(({ id }) => typed.length >= SHORTEST_ID && id.startsWith(typed));
  const [only, ...others] = found.map(({ id }) => id);
  if (only === undefined) throw new Error(words.noMandate({ id: typed }));
  if (others.length > 0) throw new Error(words.severalMandates({ id: typed, ids: [only, ...others] }));
  return only;
}

const SPENDING: readonly string[] = ['purchase', 'supplier_trade'];

function toldTerms(terms: MandateTerms): ToldTerms {
  const { max_order: maxOrder, per_day: perDay, per_week: perWeek, goods, account, kinds, until } = terms;
  return { maxOrder, perDay, perWeek, goods: goods ?? [], account, kinds, until };
}

/** What was typed is shown again. */
function shown(text: string): string {
  return stripInvisible(text);
}

function goodsFor({ wrongGoods }: OwnerCommands): (text: string) => string[] {
  return (text) => {
    const goods = parts(text);
    if (goods.length > 0 && goods.every((each) => /^[1-9]\d*(\/[1-9]\d*)?$/.test(each))) return goods;
    throw new InvalidArgumentError(wrongGoods);
  };
}

function kindsFor({ wrongKinds }: OwnerCommands): (text: string) => string[] {
  return (text) => {
    const kinds = parts(text);
    if (kinds.length > 0 && kinds.every(isKind)) return kinds;
    throw new InvalidArgumentError(wrongKinds({ kinds: KINDS }));
  };
}

function dayFor({ wrongDay }: OwnerCommands): (text: string) => string {
  return (text) => {
    const ms = parseShanghaiTime(`${text} 00:00`);
    if (ms !== null && shanghaiDay(ms) === text && text >= shanghaiDay(Date.now())) return text;
    throw new InvalidArgumentError(wrongDay);
  };
}

function parts(text: string): string[] {
  return text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
