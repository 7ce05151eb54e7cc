import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { questionFor } from '../views/question.ts';
import { callTool, type ToolAnswer } from './call-tool.ts';
import { type Answer, askerFor } from './confirm.ts';
import { createServices, type Outside } from './services.ts';

/** What a host offers to one call. */
export interface Host {
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
  progress(done: number, total: number, message: string): void;
  /** Puts a question to the user; absent where the host cannot. */
  ask: ((question: string) => Promise<Answer>) | undefined;
}

// The ledger knows which entries are due; this is how often it is asked.
const LOOK_EVERY_MS = 30_000;

/** Everything behind the protocol, loaded with the first call: listing tools needs none of it. */
export interface Runtime {
  call(name: string, args: unknown, host: Host): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export function createRuntime(config: Config, log: Log, outside: Outside = {}): Runtime {
  const ending = new AbortController();
  const { signal } = ending;
  const onFailure = (entry: string, reason: unknown) =>
    log('info', 'entry still open', { entry, reason: String(reason) });
  const look = (evenIfNotDue: boolean) =>
    void services.spender
      .lookAgain({ signal, evenIfNotDue, onFailure })
      .catch((error) => log('info', 'open entries were not checked', { reason: String(error) }));
  let looking: NodeJS.Timeout | undefined;
  const services = createServices(config, log, {
    ...outside,
    onLedgerOpen() {
      look(true);
      looking = setInterval(look, LOOK_EVERY_MS, false).unref();
    },
  });
  return {
    call(name, args, { ask: askHost, ...host }) {
      const ask = askerFor(config.confirm, askHost);
      return callTool(name, args, {
        ...{ ...services, ...host, ask },
        confirm: ask && ((quote) => ask(questionFor(quote))),
      });
    },
    close() {
      ending.abort();
      clearInterval(looking);
      return services.close();
    },
  };
}
