import { setFlagsFromString } from 'node:v8';
import type { Job, JobItem, Person } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { readPageAddress } from '../config/page-address.ts';
import { settingsFor } from '../config/settings-for.ts';
import { type Engine, type Errand, undone } from '../errands/errand.ts';
import { goOnWithJobs } from '../errands/go-on-with-jobs.ts';
import { lookAtOpenEntries } from '../errands/look-at-open-entries.ts';
import { asCaller } from '../errands/pace.ts';
import { startInProcess } from '../errands/start-work.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { questionAboutJob, questionForJob } from '../views/job-question.ts';
import { agreedIn, questionAbout, questionFor } from '../views/question.ts';
import { callTool, type ToolAnswer } from './call-tool.ts';
import { type Ask, askerFor } from './confirm.ts';
import { underOwnersWord } from './owners-word.ts';
import { createServices, type Outside, type Services } from './services.ts';
import { steadyProgress } from './steady-progress.ts';
import { toolPowers } from './tool-powers.ts';

/** What a host offers to one call. */
export interface Host {
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
  progress(done: number, total: number, message: string): void;
  /** Puts a question to the user; absent where the host cannot. */
  ask: Ask | undefined;
  /** Who calls, over the network; null: whoever uses this machine. */
  person: Person | null;
}

/** Whether this process may buy at all: then it goes on with what others left. */
function maySpend(config: Config): boolean {
  const concerns: readonly string[] = ['everything', 'spending', 'changes'];
  return !config.readOnly && config.problems.every(({ concern }) => !concerns.includes(concern));
}

/** Everything behind the protocol, loaded with the first call: listing tools needs none of it. */
export interface Runtime {
  services: Services;
  /** Opens the ledger now, and begins the work that nobody waits for: otherwise the first call does. */
  open(): Promise<void>;
  call(name: string, args: unknown, host: Host): Promise<ToolAnswer>;
  /** Has whoever works look for what there is to do, in so many milliseconds; the ledger was opened before. */
  lookIn(ms: number): void;
  /** Ends this process's part of every job; what it had begun with is written down then. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function createRuntime(
  config: Config,
  log: Log,
  { startWork = startInProcess, restock = null, ...outside }: Outside = {},
): Promise<Runtime> {
  const say = await messagesIn('calls', config.language);
  // Answers of megabytes make V8 keep 200 MB for garbage to come: it stays with what it began with (measured: 207 MB instead
  // of 408 after the largest answers of all operations, `test/largest-answers.test.ts`).
  setFlagsFromString('--semi-space-growth-factor=1');
  let working: Promise<Engine> | undefined;
  const services = createServices(config, log, {
    ...outside,
    onLedgerOpen() {
      const errands = [lookAtOpenEntries(services.spender, log, config.reveal)];
      if (maySpend(config)) errands.push(goOnWithJobs({ ...services, log }));
      working = timed().then((scheduled) =>
        startWork([...errands, ...scheduled], undone(log, config.reveal)),
      );
    },
  });

  /** Loaded by those alone who have a schedule. */
  async function timed(): Promise<Errand[]> {
    if (restock === null || !maySpend(config)) return [];
    const { restockOnTime } = await import('../errands/restock-on-time.ts');
    return [restockOnTime(restock, services)];
  }

  async function itemsOf({ id, items: perPage }: Job): Promise<readonly JobItem[]> {
    return (await (await services.ledger()).jobItems(id, { perPage })).items;
  }

  function spenderFor({ ask: askHost, person }: Pick<Host, 'ask' | 'person'>): Spender {
    const spender = person === null ? services.spender : services.spender.as(person);
    if (config.confirm !== 'owner') return spender;
    // Of several people, only an owner's answer is the owner's word.
    const isOwner = person === null || person.role === 'owner';
    const ask = config.elicitation && isOwner ? askHost : undefined;
    return underOwnersWord({
      ...{ spender, page: () => readPageAddress(config), say },
      async ledger() {
        const ledger = await services.ledger();
        return person === null ? ledger : ledger.as(person);
      },
      ask: ask && ((entry) => ask(questionAbout(entry, say.question))),
      askJob: ask && (async (job) => ask(questionAboutJob(job, say.job, await itemsOf(job)))),
    });
  }

  return {
    services,
    async open() {
      await services.ledger();
    },
    call(name, args, { ask: askHost, person, ...host }) {
      const ask = askerFor(config.confirm, askHost, say.failure);
      const spender = spenderFor({ ask: askHost, person });
      const isOthersTo = person !== null && person.role !== 'owner';
      const progress = steadyProgress(host.progress);
      let isOver = false;
      // What it sets off goes on once it is answered, and then there is nobody to tell.
      function tellOfWait(leftMs: number): void {
        if (!isOver)
          progress(0, leftMs / 1000, say.result.waitsForTurn({ seconds: Math.ceil(leftMs / 1000) }));
      }
      const calling = () =>
        callTool(name, args, {
          ...{ ...services, ...toolPowers({ ...services, spender }, person), ...host, progress, say },
          config: settingsFor(config, person),
          othersCards: isOthersTo ? 'sealed' : config.reveal,
          confirm: ask && ((quote) => ask(questionFor(quote, say.question), agreedIn(quote, say.question))),
          confirmJob: ask && ((asked) => ask(questionForJob(asked, say.job))),
          goOnWithJobs: () => void working?.then((engine) => engine.look()),
        });
      return asCaller({ person: person?.name ?? null, tell: tellOfWait }, calling).finally(() => {
        isOver = true;
      });
    },
    lookIn: (ms) => void working?.then((engine) => engine.look(ms)),
    async settled() {
      await (await working)?.end();
    },
    async close() {
      await (await working)?.end();
      return services.close();
    },
  };
}
