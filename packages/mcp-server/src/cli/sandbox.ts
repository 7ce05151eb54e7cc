import { startSandbox } from '@kamikit/sandbox';
import type { CommandContext } from './command.ts';
import { untilInterrupted } from './interrupted.ts';
import { parsePort } from './parse-port.ts';

/** Serves the sandbox until it is interrupted; the first line of output gives its addresses, as JSON. */
export async function sandbox({ args, print }: CommandContext): Promise<number> {
  const { description, close } = await startSandbox({ port: parsePort(args) });
  print(`${JSON.stringify(description)}\n`);
  await untilInterrupted();
  await close();
  return 0;
}
