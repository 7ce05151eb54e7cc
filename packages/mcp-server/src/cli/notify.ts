import { parseArgs } from 'node:util';
import { redactor } from '@kamikit/core';
import { readConfig, secretsOf } from '../config.ts';
import { createLog } from '../log.ts';
import { ledgerNotificationHandler, serveHandler } from '../notification-receiver.ts';
import { createServices } from '../services.ts';
import type { CommandContext } from './command.ts';
import { untilInterrupted } from './interrupted.ts';
import { readPort } from './parse-port.ts';

/** Receives supplier notifications into the ledger until it is interrupted; the first line says where. */
export async function notify({ args, environment, print }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: '0' }, host: { type: 'string', default: '127.0.0.1' } },
  });
  const config = readConfig(environment);
  const services = createServices(config, createLog(config.logLevel, redactor(secretsOf(config))));
  // Whatever is wrong with the configuration or the ledger is told now, not to the shop later.
  await Promise.all([services.supplier(), services.ledger()]);
  const { url, close } = await serveHandler(
    ledgerNotificationHandler(services),
    readPort(values.port),
    values.host,
  );
  print(`${JSON.stringify({ url })}\n`);
  await untilInterrupted();
  await close();
  await services.close();
  return 0;
}
