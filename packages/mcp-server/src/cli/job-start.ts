import { createHash, randomUUID } from 'node:crypto';
import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { compareMoney, inMarks, KamikitError, type Money } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { ItemQuote, Job } from '@kamikit/ledger';
import { JOB_KINDS, type JobKind, type JobPrice, type JobWish } from '@kamikit/spending';
import { assertUsable } from '../config/assert-usable.ts';
import type { CommandMessages } from '../messages/commands.en.ts';
import type { JobCommands } from '../messages/job-commands.en.ts';
import { cleanText } from '../views/clean-text.ts';
import { decideJob } from './approve-job.ts';
import { type CommandContext, UsageError } from './command.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { jobExitCode, jobSummary } from './job-summary.ts';
import { ledgerOpener, type OpenLedger } from './ledger.ts';
import { moneyFor } from './money-option.ts';
import { readTable, type Table } from './read-table.ts';
import { workOnJob } from './work-on-job.ts';
import { assertLines, MOST_TOLD } from './wrong-lines.ts';

const MOST_ITEMS = 5000;
const LONGEST_NAME = 40;

interface Options {
  kind?: JobKind | undefined;
  maxTotal: Money;
  key?: string | undefined;
  concurrency?: number | undefined;
  dryRun?: true | undefined;
  wait: boolean;
  json?: true | undefined;
}

/** A job of the items in a table: checked whole, written down, and worked on here. */
export function startCommand(context: CommandContext): CommandUnknownOpts {
  const { jobs: words, owner } = context.say;
  return new Command('start')
    .description(words.start)
    .argument('<file>', words.file)
    .requiredOption('--max-total <yuan>', words.maxTotal, moneyFor(owner))
    .addOption(new Option('--kind <kind>', words.kind).choices(JOB_KINDS))
    .option('--key <key>', words.key)
    .option('--concurrency <number>', words.concurrency, concurrencyFor(words))
    .option('--dry-run', words.dryRun)
    .option('--no-wait', words.noWait)
    .option('--json', words.json)
    .action(async (file, options) => {
      const table = await readTable(file, words);
      if (table.items.length > MOST_ITEMS)
        throw new UsageError(words.tooManyItems({ items: table.items.length, most: MOST_ITEMS }));
      if (table.items.length + table.wrong.length === 0) throw new UsageError(words.noItems);
      await ledgerOpener(context)((open) => start(table, options, open, context));
    });
}

async function start(
  table: Table,
  options: Options,
  open: OpenLedger,
  context: CommandContext,
): Promise<number> {
  const { ledger, print } = open;
  const { say, config } = context;
  const wish = wishOf(table, options, config.confirm === 'owner');
  assertLines(table, wish, say);
  if (options.dryRun) return await dryRun(wish, options, open, context);
  assertUsable(config, 'spending', 'changes');
  const { job, existing } = await begun(wish, options, open, say);
  if (existing) context.tell(`${say.jobs.existing}\n`);
  else if (!options.json) print(`${say.jobs.started({ id: job.id.slice(0, SHORT_ID), items: job.items })}\n`);
  const ended = options.wait ? await worked(job, options, open, context) : job;
  print(options.json ? `${JSON.stringify(ended, null, 2)}\n` : await jobSummary(ended, ledger, say));
  return options.wait ? jobExitCode(ended) : 0;
}

async function begun(
  wish: JobWish,
  { key }: Options,
  { services, ledger }: OpenLedger,
  { jobs }: CommandMessages,
): Promise<{ job: Job; existing: boolean }> {
  try {
    return await services.spender.startJob(wish);
  } catch (error) {
    // Whoever gave no key knows of none.
    const isOfTable = key === undefined && error instanceof KamikitError && error.code === 'key_conflict';
    const earlier = isOfTable ? await ledger.findJob(wish.idempotencyKey) : null;
    if (earlier === null) throw error;
    throw new Error(jobs.tableStarted({ id: earlier.id.slice(0, SHORT_ID) }), { cause: error });
  }
}

/** One that awaits its owner is asked about here, where a person sits at the terminal. */
async function worked(job: Job, { json }: Options, open: OpenLedger, context: CommandContext): Promise<Job> {
  const ended = await workOnJob(job, open, context, { isQuiet: json === true });
  if (ended.state !== 'awaiting_approval' || json || !process.stdin.isTTY) return ended;
  const { decided, isNo } = await decideJob(ended, {}, open, context);
  return decided.state === 'running' && !isNo ? workOnJob(decided, open, context) : decided;
}

function wishOf({ items }: Table, { kind, maxTotal, key, concurrency }: Options, isOwners: boolean): JobWish {
  const wish = {
    kind: kind ?? kindOf(items),
    items: items.map(({ item }) => item),
    max_total: maxTotal,
  };
  const approval = isOwners ? ('owner' as const) : undefined;
  return { ...wish, concurrency, approval, idempotencyKey: key ?? keyOf(wish.kind, items) };
}

function kindOf(items: Table['items']): JobKind {
  if (items.some(({ item }) => item.floor !== undefined)) return 'restock';
  return items.some(({ item }) => item.sku_id !== undefined) ? 'supplier_trade' : 'purchase';
}

/**
 * The same table is the same job, unless it is given a key of its own; what is missing is counted anew each time. Limits are no
 * part of it: whoever raises one where a job stopped at it wants the rest, and not all of it once more.
 */
function keyOf(kind: JobKind, items: Table['items']): string {
  if (kind === 'restock') return `restock ${randomUUID()}`;
  const wanted = items.map(({ item: { max_total: _, mode: __, ...rest } }) =>
    Object.entries(rest).sort(byName),
  );
  const text = JSON.stringify({ kind, items: wanted });
  return `table ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** Whatever the order of the columns. */
function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

async function dryRun(
  wish: JobWish,
  { json, maxTotal }: Options,
  { services, status, print }: OpenLedger,
  { say, tell }: CommandContext,
) {
  const price = await services.spender.priceJob(wish, {
    onProgress: (done, total) => status.show(say.jobs.pricing, { done, total }),
  });
  status.clear();
  print(json ? `${JSON.stringify(priceJson(price), null, 2)}\n` : priceText(price, say));
  // The job would stop on the way.
  const isTooMuch = compareMoney(price.total, maxTotal) > 0;
  if (isTooMuch) tell(`${say.jobs.tooMuch({ total: price.total, most: maxTotal })}\n`);
  return price.refused.length === 0 && !isTooMuch ? 0 : 1;
}

function priceText({ items, total, quotes, refused, enough }: JobPrice, say: CommandMessages): string {
  const wanted = quotes.filter(({ quote }) => quote.restocks !== undefined);
  const lines = [
    say.jobs.wouldCost({ total, items, priced: quotes.length }),
    ...upToSome(wanted, say, ({ number, quote }) =>
      say.jobs.wouldBuy({
        ...{ number, quantity: quote.quantity, total: quote.total, good: nameOf(quote) },
        stock: stockOf(quote, say),
      }),
    ),
    ...upToSome(enough, say, ({ number, quote }) =>
      say.jobs.hasEnough({ number, stock: stockOf(quote, say) }),
    ),
    ...upToSome(refused, say, ({ number, refused: error }) =>
      say.jobs.cannotBuy({ number, why: say.failure.explained(error.code, { said: error.message }) }),
    ),
  ];
  return `${stripInvisible(lines.join('\n'))}\n`;
}

function upToSome<T>(all: readonly T[], { jobs }: CommandMessages, tell: (each: T) => string): string[] {
  const told = all.slice(0, MOST_TOLD).map(tell);
  return all.length > MOST_TOLD ? [...told, jobs.moreOfThem({ more: all.length - MOST_TOLD })] : told;
}

function nameOf({ name, specification }: ItemQuote): string {
  const title = [name, specification].filter(Boolean).join(' ');
  return inMarks(cleanText(title, 5 * LONGEST_NAME) ?? '', LONGEST_NAME);
}

/** What was counted. */
function stockOf({ restocks }: ItemQuote, { jobs }: CommandMessages): string {
  return restocks === undefined ? '' : jobs.counted(restocks);
}

function priceJson({ items, total, quotes, refused, enough }: JobPrice) {
  return {
    ...{ items, total },
    quotes: quotes.map(({ number, quote }) => ({ number, ...quote })),
    enough: enough.map(({ number, quote }) => ({ number, ...quote })),
    refused: refused.map(({ number, refused: { code, message } }) => ({ number, code, message })),
  };
}

function concurrencyFor({ wrongConcurrency }: JobCommands): (text: string) => number {
  return (text) => {
    if (/^[1-4]$/.test(text)) return Number(text);
    throw new InvalidArgumentError(wrongConcurrency);
  };
}
