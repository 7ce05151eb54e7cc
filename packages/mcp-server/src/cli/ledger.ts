import { parseArgs } from 'node:util';
import { KamikitError, redactor } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import { ENTRY_STATES, type EntryState } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import { createServices, type Services } from '../calling/services.ts';
import { readConfig, secretsOf } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import { type CommandContext, usageError } from './command.ts';
import { exportCsv, exportJson } from './ledger-export.ts';
import { formatEntry, formatTable } from './ledger-format.ts';

const USAGE = `Usage: kamikit ledger <command>

  list [--state STATE] [--kind TOOL] [--page N]   entries, newest first
  show ID                                         one entry in full, with its cards unsealed
  export [--format csv|json]                      all entries, cards included, to stdout
  verify                                          finds edited, deleted and replaced entries, and lost history
  reconcile [ID]                                  finds out what became of one entry, or of all unknown ones
  settle ID --delivered|--failed                  settles an open entry on your word
`;

type Subcommand = (services: Services, args: string[], print: (text: string) => void) => Promise<number>;

const subcommands: Readonly<Record<string, Subcommand>> = {
  ...{ list, show, verify, reconcile, settle },
  export: exportAll,
};

/** Reads and reconciles the ledger that the environment configures. */
export async function ledger({ args, environment, print }: CommandContext): Promise<number> {
  const [name = 'list', ...rest] = args;
  const subcommand = subcommands[name];
  if (subcommand === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig(environment);
  const redact = redactor(secretsOf(config));
  const services = createServices(config, createLog('silent', redact));
  try {
    // A shop may have echoed the key, and the ledger keeps what it wrote.
    return await subcommand(services, rest, (text) => print(redact(text)));
  } finally {
    await services.close();
  }
}

async function list(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { state: { type: 'string' }, kind: { type: 'string' }, page: { type: 'string', default: '1' } },
  });
  const page = Number(values.page);
  if (!Number.isSafeInteger(page) || page < 1)
    throw usageError(`--page must be a number, 1 or more, not ${values.page}`);
  const found = await (await services.ledger()).list({
    page,
    ...(values.state && { state: readState(values.state) }),
    ...(values.kind && { kind: values.kind }),
  });
  if (found.total === 0) print('The ledger has no such entries.\n');
  else print(`${formatTable(found.entries)}\n${footer(found)}\n`);
  return 0;
}

function footer({ total, page, per_page }: { total: number; page: number; per_page: number }): string {
  const pages = Math.max(1, Math.ceil(total / per_page));
  const more = page < pages ? `; more with --page ${page + 1}` : '';
  return `${total} ${total === 1 ? 'entry' : 'entries'}, page ${page} of ${pages}${more}`;
}

async function show(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  const [id, ...others] = args;
  if (id === undefined || others.length > 0) throw usageError('show takes the id of one entry');
  const entry = await (await services.ledger()).get(id);
  if (entry === null) throw new Error(`the ledger has no entry ${id}`);
  print(formatEntry(entry, deliveredBy(entry)));
  return 0;
}

async function exportAll(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options: { format: { type: 'string', default: 'csv' } } });
  const format = { csv: exportCsv, json: exportJson }[values.format];
  if (format === undefined) throw usageError(`--format must be csv or json, not ${values.format}`);
  for await (const part of format((await services.ledger()).entries()))
    print(process.stdout.isTTY ? stripInvisible(part) : part);
  return 0;
}

async function verify(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  if (args.length > 0) throw usageError('verify takes nothing');
  const found = await (await services.ledger()).verify();
  for (const { what } of found) print(`${stripInvisible(what)}\n`);
  if (found.length === 0) print('All entries and events are as Kamikit wrote them.\n');
  else
    print(
      `\n${problems(found.length)} found. If you know why, kamikit resume accepts the ledger as it is.\n`,
    );
  return found.length === 0 ? 0 : 1;
}

function problems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}

async function reconcile(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  const [id] = args;
  const open = id === undefined ? await unknownEntries(services) : [id];
  if (open.length === 0) print('No entry has an unknown outcome.\n');
  let left = 0;
  for (const each of open) {
    try {
      const entry = await services.spender.reconcile(each);
      if (entry.state === 'unknown') left += 1;
      print(
        `${entry.id}  ${entry.kind}  ${entry.state}${entry.advice === null ? '' : `: ${stripInvisible(entry.advice)}`}\n`,
      );
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      left += 1;
      print(`${each}  not settled: ${stripInvisible(error.message)}\n`);
    }
  }
  return left === 0 ? 0 : 1;
}

async function settle(services: Services, args: string[], print: (text: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { delivered: { type: 'boolean' }, failed: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0 || values.delivered === values.failed)
    throw usageError('settle takes the id of one entry, and either --delivered or --failed');
  const { kind, state } = await services.spender.settleByOwner(id, values.delivered ? 'delivered' : 'failed');
  const isSoSettled = state === (values.delivered ? 'completed' : 'failed');
  print(`${id}  ${kind}  ${state}${isSoSettled ? ', on your word' : ': it was settled meanwhile'}\n`);
  return isSoSettled ? 0 : 1;
}

async function unknownEntries(services: Services): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of (await services.ledger()).entries())
    if (entry.state === 'unknown') ids.push(entry.id);
  return ids;
}

function readState(text: string): EntryState {
  const state = ENTRY_STATES.find((candidate) => candidate === text);
  if (state === undefined) throw usageError(`--state must be one of ${ENTRY_STATES.join(', ')}`);
  return state;
}
