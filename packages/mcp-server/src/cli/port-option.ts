import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { CommandLine } from '../messages/command-line.en.ts';

/** `--port N`; by default 0, which means a free one. */
export function portOption(say: CommandLine) {
  return new Option('--port <number>', say.port)
    .default(0, say.freePort)
    .argParser((text) => readPort(text, say));
}

function readPort(text: string, say: CommandLine): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError(say.wrongPort);
}
