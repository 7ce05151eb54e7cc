import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { createServices } from '../calling/services.ts';
import { undone } from '../errands/errand.ts';
import { workInProcess } from '../errands/in-process.ts';
import { lookAtOpenEntries } from '../errands/look-at-open-entries.ts';
import { notificationsOf } from '../http/notifications.ts';
import { serveHandler } from '../http/serve-handler.ts';
import { messagesIn } from '../messages/messages-in.ts';
import type { CommandContext } from './command.ts';
import { untilInterrupted } from './interrupted.ts';
import { portOption } from './port-option.ts';
import { sourcesOf } from './sources.ts';

// A shop sends a notification once: what came is recorded.
const GRACE_MS = 10_000;

export function notifyCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('notify')
    .description(context.say.setup.notify)
    .addOption(portOption(context.say.commandLine))
    .option('--host <address>', context.say.setup.notifyHost, '127.0.0.1')
    .action((options) => notify(context, options));
}

/** Records supplier notifications in the ledger until it is interrupted; the first line of output gives the address. */
async function notify(
  { config, log, print, say }: CommandContext,
  { port, host }: { port: number; host: string },
): Promise<void> {
  const { supplier, sandbox } = config;
  if (sandbox) throw new Error(say.setup.notInSandbox);
  if (supplier === null) throw new Error(say.setup.noSupplier);
  log('info', 'started', { ...sourcesOf(config, (await messagesIn('commands', 'en')).setup) });
  for (const { variable, message } of config.problems)
    log('warn', 'configuration', { variable, problem: message });
  const services = createServices(config, log);
  // Whatever is wrong with the configuration or the ledger shows now, and not to the shop later.
  await Promise.all([services.supplier(), services.ledger()]);
  // A notification may never come.
  const looking = lookAtOpenEntries(services.spender, log, config.reveal);
  const work = workInProcess([looking], undone(log, config.reveal));
  const notifications = notificationsOf(supplier, { services, lookIn: work.look }, log);
  let misdirected = false;
  const { url, close } = await serveHandler(notifications.receive, {
    port,
    host,
    publicUrl: supplier.notifyUrl,
    onMisdirected() {
      if (misdirected) return;
      misdirected = true;
      log(
        'warn',
        'a request under a strange Host was refused; if a proxy sent it, set KAMIKIT_SUPPLIER_NOTIFY_URL here too, or have it send this address as Host',
        {},
      );
    },
  });
  // Whoever reads the line may end this at once.
  const interrupted = untilInterrupted();
  print(`${JSON.stringify({ url })}\n`);
  await interrupted;
  await Promise.all([close(GRACE_MS), work.end()]);
  notifications.end();
  await services.close();
}
