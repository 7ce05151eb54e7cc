#!/usr/bin/env node
import { Console } from 'node:console';
import packageJson from '../package.json' with { type: 'json' };
import { loadConfig } from './config/load-config.ts';
import { createLog } from './config/log.ts';
import { redactorOf } from './config/redactor-of.ts';
import { serveStdio } from './mcp/stdio.ts';

const { version } = packageJson;
const args = process.argv.slice(2);

if (args.length === 0 && !process.stdin.isTTY) {
  // Stdout belongs to the protocol, whatever some library may want to say.
  globalThis.console = new Console(process.stderr);
  const config = await loadConfig(process.env);
  const redact = redactorOf(config);
  const log = createLog(config.logLevel, redact);
  for (const { variable, message } of config.problems)
    log('warn', 'configuration', { variable, problem: message });
  await serveStdio({ config, log, redact, version });
} else {
  const { runCommand } = await import('./cli/run-command.ts');
  process.exitCode = await runCommand(args, process.env, version);
}
