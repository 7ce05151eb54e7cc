import { stripInvisible } from '@kamikit/core/base';
import { type Config, ledgerShown } from '../config/config.ts';
import { redactorOf } from '../config/redactor-of.ts';
import type { Setup } from '../messages/setup.en.ts';
import type { CommandContext } from './command.ts';

/** Which configuration and which ledger a command works with, in words, without any key. */
export interface Sources {
  configuration: string;
  ledger: string;
}

export function sourcesOf(config: Config, say: Setup): Sources {
  const show = (text: string) => stripInvisible(redactorOf(config)(text));
  // Nothing is opened then: what was meant to say where it is may be what is wrong.
  const isNowhere = config.problems.some(({ concern }) => concern === 'everything');
  return {
    configuration: show(configurationOf(config, say)),
    ledger: isNowhere ? say.noLedgerYet : show(ledgerShown(config)),
  };
}

/** In the order in which one goes before the other. */
function configurationOf({ sources: { file, variables } }: Config, say: Setup): string {
  const environment = variables.length === 0 ? null : say.environment({ variables });
  if (file === null) return environment ?? say.nothingSet;
  const { path, exists } = file;
  if (exists) return environment === null ? path : say.inOrder({ first: environment, second: path });
  return environment === null
    ? say.nothingSetNoFile({ path })
    : `${environment}${say.and}${say.noFile({ path })}`;
}

/** The same on stderr, with what is wrong in it: stdout is for what a command is asked for. */
export function tellSources(config: Config, { say, tell }: Pick<CommandContext, 'say' | 'tell'>): void {
  const redact = redactorOf(config);
  tell(say.setup.sources(sourcesOf(config, say.setup)));
  for (const problem of config.problems) tell(redact(`${say.setup.problem(problem)}\n`));
}
