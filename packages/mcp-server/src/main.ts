#!/usr/bin/env node
import { Console } from 'node:console';
import packageJson from '../package.json' with { type: 'json' };
import { readConfig } from './config/config.ts';
import { loadConfig } from './config/load-config.ts';
import { createLog } from './config/log.ts';
import { nodeFault } from './config/node-fault.ts';
import { redactorOf } from './config/redactor-of.ts';
import { serveStdio } from './mcp/stdio.ts';
import { messagesIn } from './messages/messages-in.ts';

const { version } = packageJson;
const args = process.argv.slice(2);
const unfit = nodeFault(process.versions.node);
// No text is made code, as zod does with its schemas by default. What `z.config({ jitless: true })` sets, without loading zod.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

if (args.length === 0 && !process.stdin.isTTY) {
  // Stdout belongs to the protocol, whatever some library may want to say.
  globalThis.console = new Console(process.stderr);
  const config = await loadConfig(process.env);
  // What keeps keys out of texts needs a newer Node too; where that is missing, only our own words are shown.
  const redact = unfit === null ? redactorOf(config) : (text: string) => text;
  const log = createLog(config.logLevel, redact);
  for (const { variable, message } of config.problems)
    log('warn', 'configuration', { variable, problem: message });
  if (unfit !== null) log('error', unfit);
  await serveStdio({ config, log, redact, version, unfit });
} else if (unfit !== null) {
  // Neither the file nor what reads it is needed: the variable or the locale tells the language.
  const { unfitHere } = await messagesIn('start', readConfig(process.env).language);
  process.stderr.write(`${unfitHere({ said: unfit })}\n`);
  process.exitCode = 1;
} else {
  const { runCommand } = await import('./cli/run-command.ts');
  process.exitCode = await runCommand(args, process.env, version);
}
