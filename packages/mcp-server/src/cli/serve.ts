import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { createApp } from '../http/app.ts';
import { serveHandler } from '../http/serve-handler.ts';
import { answersOf } from '../mcp/answers.ts';
import { greetingOf } from '../mcp/greeting.ts';
import { messagesIn } from '../messages/messages-in.ts';
import type { Serving } from '../messages/serving.en.ts';
import { messageOf } from '../views/failure.ts';
import { startShared } from '../work/start-work.ts';
import { type CommandContext, UsageError } from './command.ts';
import { untilInterrupted } from './interrupted.ts';
import { portOption } from './port-option.ts';
import { sourcesOf } from './sources.ts';

const LOOPBACK = '127.0.0.1';
const MAX_BODY_BYTES = 1024 * 1024;
// A host keeps some connections for itself; a proxy in front shares its own among all.
const LIMITS = { connections: 1_024, headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000 };
// A purchase that was sent is waited for; its upstream is given a minute.
const END_WITHIN_MS = 60_000;

interface Options {
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
    .action((options) => serve(context, options));
}

/** Serves MCP over HTTP until it is interrupted; the first line of output gives the address and a token for this run, as JSON. */
async function serve({ config, print, say, version }: CommandContext, options: Options): Promise<void> {
  const { port, host, publicUrl = null } = options;
  if (publicUrl === null && !isLoopback(host)) throw new UsageError(say.serving.needsPublicUrl);
  const redact = redactorOf(config);
  const log = createLog(config.logLevel, redact);
  log('info', 'started', { ...sourcesOf(config, (await messagesIn('commands', 'en')).setup) });
  for (const { variable, message } of config.problems)
    log('warn', 'configuration', { variable, problem: message });
  const parts = { config, log, redact, version };
  const greeting = await greetingOf(parts);
  const answers = await answersOf(parts, greeting, async () => {
    const { createRuntime } = await import('../calling/runtime.ts');
    return createRuntime(config, log, {}, startShared(config, log));
  });
  const { httpDesk } = await import('../mcp/http-desk.ts');
  const desk = httpDesk(redact, log, MAX_BODY_BYTES);
  const token = randomBytes(32).toString('base64url');
  const app = createApp({
    own: () => ({ host, port: Number(new URL(url).port), publicUrl }),
    mcp: (request) => desk.fetch(request, { answers, greeting, log, person: null }),
    admits: (authorization) => isBearer(authorization, token),
  });
  const { url, close } = await serveHandler(app, { port, host, publicUrl, limits: LIMITS });
  // Whoever reads the line may end this at once.
  const interrupted = untilInterrupted();
  print(`${JSON.stringify({ url: new URL('mcp', publicUrl ?? url).href, token })}\n`);
  // Jobs and open entries of others are not left waiting for the first call.
  answers.open().catch((error) => log('warn', 'ledger', { problem: messageOf(error, config.reveal) }));
  await interrupted;
  await close(END_WITHIN_MS);
  await answers.settled();
  await desk.close();
  await answers.close();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
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
