import { parseArgs } from 'node:util';
import { usageError } from './command.ts';

/** Reads `--port N`; by default 0, which means a free one. @throws {TypeError} for anything else. */
export function parsePort(args: string[]): number {
  const { values } = parseArgs({ args, options: { port: { type: 'string', default: '0' } } });
  return readPort(values.port);
}

export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageError(`--port must be between 0 and 65535, not ${text}`);
}
