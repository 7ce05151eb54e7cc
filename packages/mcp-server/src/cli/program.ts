import { type Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { CommandContext, DefineCommand } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { initCommand } from './init.ts';
import { ledgerCommand } from './ledger.ts';
import { notifyCommand } from './notify.ts';
import { resumeCommand } from './resume.ts';
import { sandboxCommand } from './sandbox.ts';
import { widthOf } from './text-width.ts';

const TEXTS = {
  about: 'Buys, checks and uses digital goods for an AI assistant.',
  withoutCommand:
    'Without a command it is the MCP server over stdio: a host such as Claude Desktop starts it.',
  help: 'show this help',
  helpCommand: 'show the help of a command',
  version: 'show the version',
  advice: (name: string) => `${name} --help shows what it takes.`,
} as const;

const COMMANDS: readonly DefineCommand[] = [
  ...[demoCommand, initCommand, doctorCommand, ledgerCommand],
  ...[resumeCommand, notifyCommand, sandboxCommand],
];

/** `kamikit` with all its commands. */
export interface Program {
  /** @throws {CommanderError} for help and wrong usage, which has been told then; and whatever the command throws. */
  run(argv: readonly string[]): Promise<void>;
  /** The command that runs, as it was called: `kamikit ledger show`. */
  running(): string;
  /** Where to read what it takes. */
  advice(): string;
  /** All commands, for tests. */
  root: CommandUnknownOpts;
}

export function createProgram(context: CommandContext, complain: (text: string) => void): Program {
  let running = 'kamikit';
  const root: CommandUnknownOpts = new Command('kamikit')
    .description(`${TEXTS.about}\n${TEXTS.withoutCommand}`)
    .usage('[command]')
    .hook('preAction', (_, command) => {
      running = fullName(command);
    });
  for (const define of COMMANDS) root.addCommand(define(context));
  root.addCommand(
    new Command('version').description(TEXTS.version).action(() => context.print(`${context.version}\n`)),
  );
  everyCommand(root, (command) => dress(command, context, complain));
  return {
    root,
    async run(argv) {
      // `kamikit ledger` alone lists.
      const isBareLedger = argv.length === 1 && argv[0] === 'ledger';
      await root.parseAsync(isBareLedger ? ['ledger', 'list'] : argv, { from: 'user' });
    },
    running: () => running,
    advice: () => TEXTS.advice(running),
  };
}

/** What holds for each command: its texts, where they go, and that nothing ends the process from within. */
function dress(command: CommandUnknownOpts, context: CommandContext, complain: (text: string) => void): void {
  const { stdout, version } = context;
  const columns = stdout.isTTY ? stdout.columns : undefined;
  command
    .exitOverride()
    .helpOption('-h, --help', TEXTS.help)
    .version(version, '-v, --version', TEXTS.version)
    .showHelpAfterError(TEXTS.advice(fullName(command)))
    .configureHelp({
      displayWidth: widthOf,
      minWidthToWrap: 20,
      subcommandTerm: (each) => [each.name(), ...each.registeredArguments.map(placeholder)].join(' '),
      ...(columns !== undefined && { helpWidth: columns }),
    })
    .configureOutput({
      writeOut: context.print,
      writeErr: complain,
      outputError: (text, write) => write(text.replace(/^error:/, `${fullName(command)}:`)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  if (command.commands.length > 0) command.helpCommand('help [command]', TEXTS.helpCommand);
  // It is the same everywhere, so the help of a subcommand does not repeat it.
  if (command.parent !== null)
    for (const option of command.options) if (option.long === '--version') option.hideHelp();
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
