import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { KamikitError, stripInvisible } from '@kamikit/core/base';
import { createServices } from '../calling/services.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import type { CommandMessages } from '../messages/commands.en.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { toFailure } from '../views/failure.ts';
import type { CommandContext } from './command.ts';
import { type Check, checksOf, type Finding } from './doctor-checks.ts';
import { type Sources, sourcesOf } from './sources.ts';
import { padToWidth } from './text-width.ts';

export function doctorCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('doctor')
    .description(context.say.doctor.about)
    .option('--json', context.say.doctor.json)
    .action(async ({ json = false }) => {
      const config = context.config;
      const redact = redactorOf(config);
      const services = createServices(config, createLog('silent', redact));
      try {
        // A program that reads JSON looks for the same words everywhere.
        const say = json ? await messagesIn('commands', 'en') : context.say;
        const checks = checksOf(config, services, context.environment, say);
        const sources = sourcesOf(config, say.setup);
        const isWell = await report(checks, { ...context, say }, { json, redact, sources });
        context.exit(isWell ? 0 : 1);
      } finally {
        await services.close();
      }
    });
}

/** Runs the checks side by side and tells each as soon as those before it are told; returns whether all is well. */
export async function report(
  checks: readonly Check[],
  { print, say, status }: Pick<CommandContext, 'print' | 'say' | 'status'>,
  { json, redact, sources }: { json: boolean; redact(text: string): string; sources: Sources },
): Promise<boolean> {
  const words = say.doctor;
  const names: Readonly<Record<string, string>> = words.names;
  const nameOf = (name: string) => names[name] ?? name;
  if (!json) print(`${say.setup.sources(sources)}\n`);
  const awaited = new Set(checks.map(({ name }) => name));
  const showAwaited = () => status.show(words.checking({ names: [...awaited].map(nameOf) }));
  showAwaited();
  const running = checks.map(async (check) => {
    const found = await runCheck(check, say, redact);
    awaited.delete(check.name);
    if (awaited.size > 0) showAwaited();
    return found;
  });
  const found = [];
  for (const each of running) {
    const { name, verdict, text } = await each;
    found.push({ name, verdict, text });
    if (json) continue;
    print(`${words.marks[verdict]} ${padToWidth(nameOf(name), 14)} ${text}\n`);
    if (awaited.size > 0) showAwaited();
  }
  const bad = found.filter(({ verdict }) => verdict === 'bad').length;
  if (json) print(`${JSON.stringify({ ok: bad === 0, ...sources, checks: found }, null, 2)}\n`);
  else print(`\n${bad === 0 ? words.noProblems : words.problems({ count: bad })}\n`);
  return bad === 0;
}

/** What a check finds, on one line. */
export async function runCheck(
  check: Check,
  say: CommandMessages,
  redact: (text: string) => string,
): Promise<Finding & { name: string }> {
  const { verdict, text } = await inTime(check, say);
  return { name: check.name, verdict, text: redact(oneLine(text)) };
}

/** What the check finds by its time limit. One that does not heed the signal is not waited for either. */
async function inTime({ run, limitMs, tooLate }: Check, say: CommandMessages): Promise<Finding> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      resolve(tooLate);
      ending.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([late, attempt(() => run(ending.signal), say)]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  check: () => Promise<Finding> | Finding,
  { doctor, failure }: CommandMessages,
): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const { code, message, hint } = toFailure(error, 'inline', failure).error;
    const what = failure.explained(code, { said: message });
    // What is wrong with a file is mended as its error says.
    const isOwn = code === 'config_invalid' && error instanceof KamikitError && error.hint !== undefined;
    const advice = isOwn ? failure.advised({ said: error.hint }) : (doctor.advice[code] ?? hint);
    return { verdict: 'bad', text: doctor.failed({ what, advice }) };
  }
}

function oneLine(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ');
}
