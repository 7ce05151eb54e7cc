import { parseArgs } from 'node:util';
import { KamikitError, redactor } from '@kamikit/core';
import { lookRegularly } from '../calling/look-regularly.ts';
import { createServices } from '../calling/services.ts';
import { readConfig, secretsOf } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import type { CommandContext } from './command.ts';
import { forgeryWarning } from './forgery-warning.ts';
import { untilInterrupted } from './interrupted.ts';
import { readPort } from './parse-port.ts';
import { serveHandler } from './serve-handler.ts';

/** Records supplier notifications in the ledger until it is interrupted; the first line of output gives the address. */
export async function notify({ args, environment, print }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: '0' }, host: { type: 'string', default: '127.0.0.1' } },
  });
  const config = readConfig(environment);
  if (config.supplier === null) {
    throw new KamikitError(
      'No supplier is configured: set KAMIKIT_SUPPLIER_URL, KAMIKIT_SUPPLIER_API_ID and KAMIKIT_SUPPLIER_API_KEY.',
      {
        code: 'config_invalid',
      },
    );
  }
  const log = createLog(config.logLevel, redactor(secretsOf(config)));
  const services = createServices(config, log);
  // Whatever is wrong with the configuration or the ledger shows now, and not to the shop later.
  await Promise.all([services.supplier(), services.ledger()]);
  const forgeries = forgeryWarning(log);
  const handler = services.spender.notificationHandler({
    secret: config.supplier.apiKey,
    onForged: forgeries.count,
    onRecorded: ({ id, state }) => log('info', 'notification recorded', { entry: id, state }),
  });
  let misdirected = false;
  const { url, close } = await serveHandler(handler, {
    port: readPort(values.port),
    host: values.host,
    publicUrl: config.supplier.notifyUrl,
    onMisdirected() {
      if (misdirected) return;
      misdirected = true;
      const advice =
        'if a proxy sent it, set KAMIKIT_SUPPLIER_NOTIFY_URL here too, or have it send this address as Host';
      log('warn', `a request under a strange Host was refused; ${advice}`, {});
    },
  });
  // A notification may never come.
  const stopLooking = lookRegularly(services.spender, log, config.reveal);
  print(`${JSON.stringify({ url })}\n`);
  await untilInterrupted();
  stopLooking();
  await close();
  forgeries.end();
  await services.close();
  return 0;
}
