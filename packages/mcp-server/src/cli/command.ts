/** What a command works with. */
export interface CommandContext {
  /** What follows the command's name. */
  args: string[];
  environment: Readonly<Record<string, string | undefined>>;
  version: string;
  /** Writes to stdout. */
  print(text: string): void;
}

/** Runs and returns the exit code: 0 done, 1 failed, 2 not understood. */
export type Command = (context: CommandContext) => Promise<number>;

/** A command that was not understood, as Node's own `parseArgs` throws it. */
export function usageError(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_USAGE' });
}
