import { doubtAtStart } from '@kamikit/ledger/at-start';
import { type Config, integrityOf, ledgerPath } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { isAvailable } from '../listing/availability.ts';
import type { ToolDefinition } from '../listing/describe-tools.ts';
import { instructionsFor } from '../listing/instructions.ts';
import { listedTools } from '../listing/tool-list.ts';
import { messagesIn } from '../messages/messages-in.ts';

export interface GreetingParts {
  config: Config;
  log: Log;
  /** Removes every configured secret from a text that is about to leave. */
  redact: (text: string) => string;
  version: string;
  /** Why nothing can work here at all: instructions and every answer say so. */
  unfit?: string | null;
}

/** What a host is told before it calls anything. */
export interface Greeting {
  serverInfo: { name: string; title: string; version: string };
  capabilities: Record<'tools' | 'prompts' | 'resources' | 'completions', Record<string, never>>;
  instructions: string;
  tools: readonly ToolDefinition[];
}

/** The revisions of the protocol that the SDK speaks, the newest first; a test compares them with its own list. */
export const PROTOCOL_VERSIONS: readonly string[] = [
  ...['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'],
];

export async function greetingOf({
  config,
  log,
  redact,
  version,
  unfit = null,
}: GreetingParts): Promise<Greeting> {
  const say = await messagesIn('start', config.language);
  // A database is asked once it is needed: no start waits for a server.
  const isAsked = unfit === null && config.databaseUrl === null;
  const doubt = isAsked ? doubtAtStart(ledgerPath(config), integrityOf(config)) : null;
  if (doubt !== null) log('warn', 'ledger', { problem: doubt });
  return {
    serverInfo: { name: 'kamikit', title: 'Kamikit', version },
    capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
    instructions: unfit === null ? redact(instructionsFor(config, say, doubt)) : say.unfit({ said: unfit }),
    tools: listedTools.filter((tool) => isAvailable(tool, config)).map(({ definition }) => definition),
  };
}
