import type { Environment } from '@kamikit/mcp-server';

type Command = (
  args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
) => Promise<number>;

/** Runs a command as this process. Wrong arguments or settings make it exit with 2 and one line that says what is wrong. */
export async function runScript(command: Command): Promise<void> {
  const [, , ...args] = process.argv;
  try {
    process.exitCode = await command(args, process.env, (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nSee --help.\n`);
    process.exitCode = 2;
  }
}
