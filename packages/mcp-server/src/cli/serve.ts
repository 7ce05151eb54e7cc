import { isIP } from 'node:net';
import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import type { Runtime } from '../calling/runtime.ts';
import { writePageAddress } from '../config/page-address.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { startShared } from '../errands/start-work.ts';
import { serveHandler } from '../http/serve-handler.ts';
import { messagesIn } from '../messages/messages-in.ts';
import type { Serving } from '../messages/serving.en.ts';
import { type CommandContext, UsageError } from './command.ts';
import { consoleParts } from './console-parts.ts';
import { untilInterrupted } from './interrupted.ts';
import { moneyFor } from './money-option.ts';
import { onEnter } from './on-enter.ts';
import { portOption } from './port-option.ts';
import { type RestockOptions, restockSchedule } from './restock-schedule.ts';
import { sourcesOf } from './sources.ts';

const LOOPBACK = '127.0.0.1';
// A host keeps some connections for itself; a proxy in front shares its own among all.
const LIMITS = { connections: 1_024, headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000 };
// A purchase that was sent is waited for; its upstream is given a minute.
const END_WITHIN_MS = 60_000;

interface Options extends RestockOptions {
  port: number;
  host: string;
  publicUrl?: string | undefined;
}

export function serveCommand(context: CommandContext): CommandUnknownOpts {
  const { commandLine, serving } = context.say;
  return new Command('serve')
    .description(serving.about)
    .addOption(portOption(commandLine))
    .option('--host <address>', serving.host, LOOPBACK)
    .option('--public-url <url>', serving.publicUrl, publicUrlFor(serving))
    .option('--restock <file>', serving.restock)
    .option('--restock-at <cron>', serving.restockAt)
    .option('--restock-max-total <yuan>', serving.restockMaxTotal, moneyFor(context.say.owner))
    .action((options) => serve(context, options));
}

/** Serves until it is interrupted; the first line of output gives the address of MCP, as JSON. */
async function serve(context: CommandContext, options: Options): Promise<void> {
  const { config, log, print, say, stdout, tell, version } = context;
  const { port, host, publicUrl = null } = options;
  if (publicUrl === null && !isLoopback(host)) throw new UsageError(say.serving.needsPublicUrl);
  const restock = await restockSchedule(options, say);
  const redact = redactorOf(config);
  log('info', 'started', { ...sourcesOf(config, (await messagesIn('commands', 'en')).setup) });
  for (const { variable, message } of config.problems)
    log('warn', 'configuration', { variable, problem: message });
  const { openServing } = await import('../http/serving.ts');
  const { createConsole, pictureFetcher } = await import('@kamikit/console');
  const pictures = pictureFetcher(config.proxy === null ? {} : { proxy: config.proxy });
  const shopsOf = (services: Runtime['services']) => async () => {
    const sources = config.configured.filter((name) => name !== 'cards');
    return Promise.all(sources.map(async (source) => new URL(await services.address(source)).origin));
  };
  let bound = port;
  const serving = await openServing({
    ...{ config, log, redact, version },
    outside: { startWork: startShared(config, log), restock },
    own: () => ({ host, port: bound, publicUrl }),
    pageOf({ services }, owner) {
      return createConsole({
        ...consoleParts(config, services, context, owner),
        // Owners sit at other machines, whose languages only their browsers tell.
        followsBrowser: !config.isLanguageSet,
        pictures: { shops: shopsOf(services), fetchPicture: pictures.fetchPicture },
      });
    },
  });
  const { url, close } = await serveHandler(serving.fetch, { port, host, publicUrl, limits: LIMITS }).catch(
    async (error) => {
      // Its work has begun: nobody could reach it, and it would go on with that.
      await Promise.all([serving.close(), pictures.close()]);
      throw error;
    },
  );
  bound = Number(new URL(url).port);
  const { pages } = serving;
  const removeAddress = await writePageAddress(config, pages.address());
  // Whoever reads the line may end this at once.
  const interrupted = untilInterrupted();
  print(`${JSON.stringify({ url: new URL('mcp', publicUrl ?? url).href })}\n`);
  const showLink = () => print(`${pages.link()}\n`);
  const noMoreLinks = stdout.isTTY ? onEnter(showLink) : () => {};
  if (stdout.isTTY) {
    showLink();
    tell(`${say.setup.uiLink}\n`);
  }
  await interrupted;
  noMoreLinks();
  removeAddress();
  const ended = serving.ended();
  await Promise.race([ended, waiting(END_WITHIN_MS)]);
  await close();
  await Promise.all([serving.close(), pictures.close()]);
}

function waiting(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function publicUrlFor({ wrongPublicUrl }: Serving): (text: string) => string {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isWhole = url !== null && url.pathname === '/' && url.search === '' && url.username === '';
    if (isWhole && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))))
      return url.href;
    throw new InvalidArgumentError(wrongPublicUrl);
  };
}
