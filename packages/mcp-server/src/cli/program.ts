import {
  type Argument,
  Command,
  type CommandUnknownOpts,
  Help,
  type Option,
} from '@commander-js/extra-typings';
import type { CommandLine } from '../messages/command-line.en.ts';
import type { CommandContext, DefineCommand } from './command.ts';
import { widthOf, wrapToWidth } from './text-width.ts';
import { wrongUsage } from './wrong-usage.ts';

const onLedger = () => import('./ledger-commands.ts');
const serving = () => import('./serving-commands.ts');

/** Loaded when they are called, in two groups: those on the ledger do not wait for servers, and the version for none of them. */
const COMMANDS: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  demo: async () => (await serving()).demoCommand,
  init: async () => (await onLedger()).initCommand,
  doctor: async () => (await onLedger()).doctorCommand,
  ledger: async () => (await onLedger()).ledgerCommand,
  job: async () => (await onLedger()).jobCommand,
  approve: async () => (await onLedger()).approveCommand,
  mandate: async () => (await onLedger()).mandateCommand,
  stop: async () => (await onLedger()).stopCommand,
  resume: async () => (await onLedger()).resumeCommand,
  ui: async () => (await serving()).uiCommand,
  serve: async () => (await serving()).serveCommand,
  user: async () => (await onLedger()).userCommand,
  notify: async () => (await serving()).notifyCommand,
  sandbox: async () => (await serving()).sandboxCommand,
};

const VERSION: readonly string[] = ['version', '--version', '-v'];

/** Those that list when they are called alone. */
const LISTING: readonly string[] = ['ledger', 'mandate', 'job', 'user'];

/** `kamikit`, and what it was called with. */
export interface Program {
  /** @throws {CommanderError} for help and wrong usage, which has been told then; and whatever the command throws. */
  run(): Promise<void>;
  /** The command that runs, as it was called: `kamikit ledger show`. */
  running(): string;
  /** Where to read what it takes. */
  advice(): string;
  /** The commands that were loaded, for tests. */
  root: CommandUnknownOpts;
}

/** With the command that `argv` names; with none for the version and where nothing is said; or with all, for help and for other words. */
export async function createProgram(
  context: CommandContext,
  complain: (text: string) => void,
  argv: readonly string[],
): Promise<Program> {
  const { commandLine } = context.say;
  const loaded = await Promise.all(neededFor(argv).map((load) => load()));
  let running = 'kamikit';
  const root: CommandUnknownOpts = new Command('kamikit')
    .description(`${commandLine.about}\n${commandLine.withoutCommand}`)
    .usage(COMMAND)
    .hook('preAction', (_, command) => {
      running = fullName(command);
    });
  for (const define of loaded) root.addCommand(define(context));
  root.addCommand(
    new Command('version')
      .description(commandLine.version)
      .action(() => context.print(`${context.version}\n`)),
  );
  everyCommand(root, (command) => dress(command, context, complain));
  return {
    root,
    async run() {
      assertHelped(root, argv);
      await root.parseAsync(listedByDefault(root, argv), { from: 'user' });
    },
    running: () => running,
    advice: () => commandLine.advice({ command: running }),
  };
}

function neededFor([first]: readonly string[]) {
  if (first === undefined || VERSION.includes(first)) return [];
  const named = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  return named ? [named] : Object.values(COMMANDS);
}

/** `kamikit ledger` lists, with or without the options of its list; and so do others. */
function listedByDefault(root: CommandUnknownOpts, argv: readonly string[]): readonly string[] {
  const [first = '', second] = argv;
  const list = commandNamed(root, first)?.commands.find((each) => each.name() === 'list');
  const isOfList = second === undefined || list?.options.some(({ long }) => long === second.split('=')[0]);
  // Its help and version are those of the ledger.
  const isOwn = second === '--version';
  return LISTING.includes(first) && isOfList && !isOwn ? [first, 'list', ...argv.slice(1)] : argv;
}

/** Commander answers `help` about a word that it does not know with everything else's help. */
function assertHelped(root: CommandUnknownOpts, argv: readonly string[]): void {
  let command = root;
  for (const [at, word] of argv.entries()) {
    const asked = argv[at + 1];
    const isKnown = asked === undefined || asked.startsWith('-') || commandNamed(command, asked) !== null;
    if (word === 'help' && !isKnown) command.error(`error: unknown command '${asked}'`);
    const next = commandNamed(command, word);
    if (next === null) return;
    command = next;
  }
}

function commandNamed(command: CommandUnknownOpts, name: string): CommandUnknownOpts | null {
  return command.commands.find((each) => each.name() === name) ?? null;
}

/** What holds for each command: its texts, where they go, and that nothing ends the process from within. */
function dress(command: CommandUnknownOpts, context: CommandContext, complain: (text: string) => void): void {
  const { stdout, version } = context;
  const say = context.say.commandLine;
  const name = fullName(command);
  const columns = stdout.isTTY ? stdout.columns : undefined;
  command
    .exitOverride()
    .helpOption('-h, --help', say.help)
    .version(version, '-v, --version', say.version)
    .showHelpAfterError(say.advice({ command: name }))
    .configureHelp({
      displayWidth: widthOf,
      minWidthToWrap: 20,
      boxWrap: wrapToWidth,
      styleTitle: (title) => say.titles[title] ?? title,
      // Commander puts a space after it, which a full-width colon has of its own.
      formatHelp: (each, help) => Help.prototype.formatHelp.call(help, each, help).replace(/^(\S+：) /, '$1'),
      commandUsage: (each) => `${fullName(each)} ${inWords(each.usage(), say)}`,
      optionDescription: (option) => describe(option, say),
      subcommandTerm: (each) => [each.name(), ...each.registeredArguments.map(placeholder)].join(' '),
      ...(columns !== undefined && { helpWidth: columns }),
    })
    .configureOutput({
      writeOut: context.print,
      writeErr: complain,
      outputError: (text, write) =>
        write(`${name}: ${wrongUsage(text.replace(/^error: /, '').trimEnd(), say)}\n`),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  if (command.commands.length > 0) command.helpCommand('help [command]', say.helpCommand);
  // It is the same everywhere, so the help of a subcommand does not repeat it.
  if (command.parent !== null)
    for (const option of command.options) if (option.long === '--version') option.hideHelp();
}

const OPTIONS = '[options]';
const COMMAND = '[command]';

function inWords(usage: string, say: CommandLine): string {
  return usage.replace(OPTIONS, say.options).replace(COMMAND, say.command);
}

/** What it is for, what it may be, and what it is by itself. */
function describe(
  { description, argChoices = [], defaultValue, defaultValueDescription }: Option,
  say: CommandLine,
) {
  const standard = defaultValueDescription ?? (defaultValue === undefined ? null : String(defaultValue));
  return say.option({ text: description, choices: argChoices, standard });
}

function placeholder(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

export function everyCommand(root: CommandUnknownOpts, visit: (command: CommandUnknownOpts) => void): void {
  visit(root);
  for (const command of root.commands) everyCommand(command, visit);
}

export function fullName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
