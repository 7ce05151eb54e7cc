import { parseArgs } from 'node:util';

/** Reads `--port N`. @throws {TypeError} for anything else. */
export function parsePort(args: string[]): number {
  const { values } = parseArgs({ args, options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (/^\d{1,5}$/.test(values.port) && port <= 65_535) return port;
  throw Object.assign(new TypeError(`--port must be 0 to 65535, not ${values.port}`), { code: 'ERR_PORT' });
}
