import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { createServices } from '../calling/services.ts';
import { writePageAddress } from '../config/page-address.ts';
import { undone } from '../errands/errand.ts';
import { workInProcess } from '../errands/in-process.ts';
import { lookAtOpenEntries } from '../errands/look-at-open-entries.ts';
import { serveHandler } from '../http/serve-handler.ts';
import { keepUnderWay } from '../http/under-way.ts';
import type { CommandContext } from './command.ts';
import { consoleParts } from './console-parts.ts';
import { untilInterrupted } from './interrupted.ts';
import { onEnter } from './on-enter.ts';
import { openBrowser } from './open-browser.ts';
import { portOption } from './port-option.ts';
import { tellSources } from './sources.ts';

const HOST = '127.0.0.1';
// Browsers keep some connections open for as long as a page is.
const LIMITS = { connections: 256, headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000 };

export function uiCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('ui')
    .description(context.say.setup.ui)
    .addOption(portOption(context.say.commandLine))
    .option('--no-open', context.say.setup.uiNoOpen)
    .action((options) => ui(context, options));
}

/**
 * Serves the page on this machine until it is interrupted. The link is printed; the one that a
 * browser is opened with stands in a file for this user alone, for as long as the page runs.
 */
async function ui(context: CommandContext, { port, open }: { port: number; open: boolean }): Promise<void> {
  const { config, log, print, say, stdout, tell } = context;
  tellSources(config, context);
  const services = createServices(config, log);
  // What is wrong with the ledger shows now; the page's folder is there afterwards.
  await services.ledger();
  const { createConsole, pictureFetcher } = await import('@kamikit/console');
  const pictures = pictureFetcher({ proxy: config.proxy ?? undefined });
  const shops = async () => {
    const sources = config.configured.filter((name) => name !== 'cards');
    return Promise.all(sources.map(async (source) => new URL(await services.address(source)).origin));
  };
  const page = createConsole({
    ...consoleParts(config, services, context),
    pictures: { shops, fetchPicture: pictures.fetchPicture },
  });
  const underWay = keepUnderWay();
  const answer = (request: Request) =>
    // What only shows something is not waited for.
    request.method === 'POST' ? underWay.watch(page.fetch(request)) : page.fetch(request);
  const { url, close } = await serveHandler(answer, { port, host: HOST, limits: LIMITS });
  const removeAddress = await writePageAddress(config, page.address(url));
  const looking = lookAtOpenEntries(services.spender, log, config.reveal);
  const work = workInProcess([looking], undone(log, config.reveal));
  // Whoever reads the line may end this at once.
  const interrupted = untilInterrupted();
  print(`${page.oneTimeLink(url)}\n`);
  const isTerminal = stdout.isTTY === true;
  if (isTerminal) tell(`${say.setup.uiLink}\n`);
  const noMoreLinks = isTerminal ? onEnter(() => print(`${page.oneTimeLink(url)}\n`)) : () => {};
  const removeFile = isTerminal && open ? await openBrowser(page.oneTimeLink(url)) : () => {};
  await interrupted;
  noMoreLinks();
  await work.end();
  page.close();
  removeFile();
  removeAddress();
  await underWay.ended();
  await Promise.all([close(), pictures.close()]);
  await services.close();
}
