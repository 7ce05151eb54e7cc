import { CommanderError } from '@commander-js/extra-typings';
import { KamikitError, stripInvisible } from '@kamikit/core/base';
import { loadConfig } from '../config/load-config.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { type CommandContext, type Output, OutputClosed, UsageError } from './command.ts';
import { connectHelp } from './connect-help.ts';
import { createProgram } from './program.ts';
import { statusLine } from './status-line.ts';

const WRONG_USAGE = 2;
/** What a shell says of a program that ended as nobody read its output: 128 and the number of SIGPIPE. */
const NOBODY_READS = 141;

/** Runs `kamikit ...argv` and returns the exit code; with nothing, on a terminal, it explains how to connect a host. */
export async function runCommand(
  argv: readonly string[],
  environment: CommandContext['environment'],
  version: string,
  { stdout, stderr }: { stdout: Output; stderr: Output } = process,
): Promise<number> {
  let exitCode = 0;
  let broken: Error | null = null;
  stdout.on('error', (error) => {
    broken ??= error;
  });
  // There is nowhere left to complain.
  stderr.on('error', () => {});
  const status = statusLine(stderr, environment.TERM === 'dumb');
  const config = await loadConfig(environment, { changesNothing: argv[0] === 'doctor' });
  const say = await messagesIn('commands', config.language);
  const complain = (text: string) => {
    status.clear();
    stderr.write(stripInvisible(text));
  };
  // What an upstream wrote may be part of what is told.
  const redact = redactorOf(config);
  const context: CommandContext = {
    ...{ environment, version, config, say, status, stdout, tell: complain },
    log: createLog(config.logLevel, redact),
    print(text) {
      status.clear();
      if (broken !== null) throw isClosed(broken) ? new OutputClosed() : broken;
      stdout.write(text);
    },
    exit(code) {
      exitCode = code;
    },
  };
  const program = await createProgram(context, complain, argv);

  /** What is wrong, told; returns the exit code. */
  function told(error: unknown): number {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    if (error instanceof OutputClosed || isClosed(broken ?? error)) return NOBODY_READS;
    complain(`${program.running()}: ${redact(wordsOf(error, say))}\n`);
    if (error instanceof KamikitError && error.hint !== undefined)
      complain(`${redact(say.failure.advised({ said: error.hint }))}\n`);
    if (!(error instanceof UsageError)) return 1;
    complain(`${program.advice()}\n`);
    return WRONG_USAGE;
  }

  try {
    if (argv.length === 0) context.print(connectHelp(context));
    else await program.run();
  } catch (error) {
    exitCode = told(error);
  }
  status.clear();
  // What was written last is refused a moment later.
  await new Promise((resolve) => stdout.write('', resolve));
  return broken === null || exitCode !== 0 ? exitCode : told(broken);
}

/** What one of our libraries or Node says is explained; everything else is in our words already. */
function wordsOf(error: unknown, { failure, commandLine }: CommandContext['say']): string {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof KamikitError) return failure.explained(error.code, { said });
  if (!isOfListening(error)) return said;
  const words: Readonly<Record<string, (at: Listening) => string>> = {
    EADDRINUSE: commandLine.portTaken,
    EADDRNOTAVAIL: commandLine.noSuchAddress,
    EACCES: commandLine.portNotAllowed,
  };
  return words[error.code]?.(error) ?? said;
}

interface Listening {
  code: string;
  address: string;
  port: number;
}

/** Node's, of an address on which a server was to listen. */
function isOfListening(error: unknown): error is Error & Listening {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(String(error.code))
  );
}
