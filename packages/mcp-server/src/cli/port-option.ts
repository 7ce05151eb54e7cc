import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

/** `--port N`; by default 0, which means a free one. */
export function portOption() {
  return new Option('--port <number>', 'the port to listen on').default(0, 'a free one').argParser(readPort);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be between 0 and 65535.');
}
