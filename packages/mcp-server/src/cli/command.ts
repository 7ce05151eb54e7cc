import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Config, Environment } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import type { CommandMessages } from '../messages/commands.en.ts';

/** What a command works with. */
export interface CommandContext {
  environment: Environment;
  /** The one configuration; what is wrong with it is listed in its `problems`. */
  config: Config;
  version: string;
  /** What is said, in the language of whoever reads it. */
  say: CommandMessages;
  /** What a command that goes on by itself writes down, on stderr. */
  log: Log;
  /** Writes to stdout. @throws {OutputClosed} when nobody reads it any more. */
  print(text: string): void;
  /** Writes to stderr what is to be known beside the answer. */
  tell(text: string): void;
  /** Says on a terminal what is being done, and how much of it; a pipe or a file sees nothing of it. */
  status: StatusLine;
  stdout: Output;
  /** Sets the exit code: 0 done, which is where it starts, 1 failed, or what its help says. Wrong usage is 2, and not for a command to say. */
  exit(code: number): void;
}

/** Stdout or stderr. */
export interface Output extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
}

/** One line on stderr that is written anew as the work goes on, and is gone when it is done. */
export interface StatusLine {
  /** `done` of `total` becomes a bar. */
  show(text: string, amount?: { done: number; total: number }): void;
  clear(): void;
}

/** A command as Commander knows it: its names, texts and options, and what it does. One run parses once, so each makes its own. */
export type DefineCommand = (context: CommandContext) => CommandUnknownOpts;

/** A command that was understood word by word and still makes no sense. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Nobody reads what is printed any more, as in `kamikit ledger export | head`. */
export class OutputClosed extends Error {
  override name = 'OutputClosed';
}
