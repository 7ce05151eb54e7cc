import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import { createServices } from '../calling/services.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { failures } from '../messages/failures.en.ts';
import { toFailure } from '../views/failure.ts';
import type { CommandContext } from './command.ts';
import { type Check, checksOf, type Finding } from './doctor-checks.ts';
import { type Sources, sourcesOf, sourcesText } from './sources.ts';

const MARKS = { ok: 'ok  ', bad: 'BAD ', skip: '-   ' } as const;

export function doctorCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('doctor')
    .description(context.say.doctor.about)
    .option('--json', context.say.doctor.json)
    .action(async ({ json = false }) => {
      const config = context.config;
      const redact = redactorOf(config);
      const services = createServices(config, createLog('silent', redact));
      try {
        const checks = checksOf(config, services, context.environment);
        const isWell = await report(checks, context, { json, redact, sources: sourcesOf(config) });
        context.exit(isWell ? 0 : 1);
      } finally {
        await services.close();
      }
    });
}

/** Runs the checks side by side and tells each as soon as those before it are told; returns whether all is well. */
export async function report(
  checks: readonly Check[],
  { print, status }: Pick<CommandContext, 'print' | 'status'>,
  { json, redact, sources }: { json: boolean; redact(text: string): string; sources: Sources },
): Promise<boolean> {
  if (!json) print(`${sourcesText(sources)}\n`);
  const awaited = new Set(checks.map(({ name }) => name));
  const showAwaited = () => status.show(`checking ${[...awaited].join(', ')}`);
  showAwaited();
  const running = checks.map(async (check) => {
    const found = await inTime(check);
    awaited.delete(check.name);
    if (awaited.size > 0) showAwaited();
    return { name: check.name, verdict: found.verdict, text: redact(oneLine(found.text)) };
  });
  const found = [];
  for (const each of running) {
    const { name, verdict, text } = await each;
    found.push({ name, verdict, text });
    if (json) continue;
    print(`${MARKS[verdict]} ${name.padEnd(14)} ${text}\n`);
    if (awaited.size > 0) showAwaited();
  }
  const bad = found.filter(({ verdict }) => verdict === 'bad').length;
  if (json) print(`${JSON.stringify({ ok: bad === 0, ...sources, checks: found }, null, 2)}\n`);
  else
    print(bad === 0 ? '\nNo problems found.\n' : `\n${bad} ${bad === 1 ? 'problem' : 'problems'} found.\n`);
  return bad === 0;
}

/** What the check finds by its time limit. One that does not heed the signal is not waited for either. */
async function inTime({ run, limitMs, tooLate }: Check): Promise<Finding> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      resolve(tooLate);
      ending.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([late, attempt(() => run(ending.signal))]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(check: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const { message, hint } = toFailure(error, 'inline', failures).error;
    return { verdict: 'bad', text: `${message} ${hint}` };
  }
}

function oneLine(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ');
}
