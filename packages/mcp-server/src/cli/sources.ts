import { stripInvisible } from '@kamikit/core/base';
import { type Config, ledgerPath } from '../config/config.ts';
import { redactorOf } from '../config/redactor-of.ts';

/** Which configuration and which ledger a command works with, in words, without any key. */
export interface Sources {
  configuration: string;
  ledger: string;
}

export function sourcesOf(config: Config): Sources {
  const show = (text: string) => stripInvisible(redactorOf(config)(text));
  return { configuration: show(configurationOf(config)), ledger: show(ledgerPath(config)) };
}

/** In the order in which one goes before the other. */
function configurationOf({ sources: { file, variables } }: Config): string {
  const environment = variables.length === 0 ? [] : [`the environment (${variables.join(', ')})`];
  const path = file?.exists ? [file.path] : [];
  const used = [...environment, ...path];
  const missing = file === null || file.exists ? '' : `there is no ${file.path}`;
  if (used.length > 0) return [used.join(', then '), missing].filter((part) => part !== '').join('; ');
  return missing === '' ? 'nothing is set' : `nothing is set, and ${missing}`;
}

export function sourcesText({ configuration, ledger }: Sources): string {
  return `Configuration: ${configuration}\nLedger: ${ledger}\n`;
}

/** The same on stderr, with what is wrong in it: stdout is for what a command is asked for. */
export function tellSources(config: Config, tell: (text: string) => void): void {
  const redact = redactorOf(config);
  tell(sourcesText(sourcesOf(config)));
  for (const { variable, message } of config.problems) tell(redact(`${variable}: ${message}\n`));
}
