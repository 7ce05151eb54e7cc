import { callTool, type ToolAnswer } from './call-tool.ts';
import type { Config } from './config.ts';
import { type Answer, confirm } from './confirm.ts';
import type { Log } from './log.ts';
import { resumeOpenEntries } from './resume.ts';
import { createServices, type Outside } from './services.ts';

/** What a host offers to one call. */
export interface Host {
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
  progress(done: number, total: number, message: string): void;
  ask(question: string): Promise<Answer>;
}

/** Everything behind the protocol. It is loaded with the first call: listing tools needs none of it. */
export interface Runtime {
  call(name: string, args: unknown, host: Host): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export function createRuntime(config: Config, log: Log, outside: Outside = {}): Runtime {
  const ending = new AbortController();
  const services = createServices(config, log, {
    ...outside,
    onLedgerOpen: () =>
      void resumeOpenEntries(services, ending.signal).catch((error) =>
        log('info', 'open entries were not looked at', { reason: String(error) }),
      ),
  });
  return {
    call: (name, args, { signal, progress, ask }) =>
      callTool(name, args, {
        ...services,
        signal,
        progress,
        confirm: (question) => confirm(config.confirm, question, ask),
      }),
    close() {
      ending.abort();
      return services.close();
    },
  };
}
