import type { Job } from '@kamikit/ledger';
import { asJob } from '../errands/pace.ts';
import type { CommandContext } from './command.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { untilFirstInterrupt } from './interrupted.ts';
import type { OpenLedger } from './ledger.ts';

// Counting thousands of items takes a while, too.
const TELL_EVERY_MS = 250;
const PARTS = 10;

/** Works on a job here until it is over or Ctrl-C is pressed, and says on a terminal how far it is; a pipe gets a line now and then. */
export async function workOnJob(
  { id }: Job,
  { services, ledger, status, print, stdout }: OpenLedger,
  { config, say, tell }: CommandContext,
  { isQuiet = false }: { isQuiet?: boolean } = {},
): Promise<Job> {
  const words = say.jobs;
  const interrupt = untilFirstInterrupt(() => tell(`${words.interrupted({ id: id.slice(0, SHORT_ID) })}\n`));
  const approval = config.confirm === 'owner' ? ('owner' as const) : undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldPart = 0;

  async function tellProgress(): Promise<void> {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    const job = await ledger.job(id);
    if (job === null) return;
    const { items, counts, spent } = job;
    const done = items - counts.waiting - counts.under_way;
    const part = Math.floor((done / items) * PARTS);
    status.show(words.buying, { done, total: items });
    if (isQuiet || stdout.isTTY || part <= toldPart) return;
    toldPart = part;
    print(`${words.progress({ done, items, spent })}\n`);
  }

  const run = (stage: Promise<Job>) => stage.finally(() => status.clear());
  try {
    status.show(words.pricing);
    await run(
      asJob(() =>
        services.spender.quoteJob(id, {
          signal: interrupt.signal,
          onProgress: (done, total) => status.show(words.pricing, { done, total }),
        }),
      ),
    );
    const telling: Promise<void>[] = [];
    const onProgress = () => void telling.push(tellProgress().catch(() => {}));
    const job = await run(
      asJob(() => services.spender.runJob(id, { signal: interrupt.signal, approval, onProgress })),
    );
    await Promise.all(telling);
    return job;
  } finally {
    interrupt.end();
    status.clear();
  }
}
