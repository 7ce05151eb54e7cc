import { databaseAddress } from '@kamikit/ledger';
import { PgBoss } from 'pg-boss';
import type { Log } from '../config/log.ts';
import { onceAMinute } from '../config/once-a-minute.ts';
import { type Engine, type Errand, type OnFailure, slotFor } from './errand.ts';

// One that is gone without a word is given up after so long, and what it did is done elsewhere.
const HEARTBEAT_SECONDS = 30;
// pg-boss keeps no job longer than a day; one that takes longer is begun anew, where it stands.
const LONGEST_SECONDS = 12 * 60 * 60;
const AT_ONCE = 4;
// Of what takes hours nobody else's waits for more than that.
const TURN_MS = 60_000;
const ENDING_MS = 60_000;

interface What {
  what: string;
}

interface WorkOptions {
  onFailure: OnFailure;
  log: Log;
  /** How often to ask for work. */
  pollSeconds?: number;
  /** After how long something gives way where more is due than is done at once. */
  turnMs?: number;
}

/**
 * Does errands together with all other instances on one PostgreSQL, by pg-boss: of several, one looks what there is to do,
 * each thing is done by one at a time, and by another once that one fails, ends or is silent.
 */
export async function workOverPostgres(
  databaseUrl: string,
  errands: readonly Errand[],
  { onFailure, log, pollSeconds = 2, turnMs = TURN_MS }: WorkOptions,
): Promise<Engine> {
  // While the database is away each asking for work fails, several a second.
  const faults = onceAMinute<string>((reason, count) => log('warn', 'work', { reason, count }));
  const boss = await startBoss(databaseUrl, faults.add);
  const ending = new AbortController();

  const looking = (errand: Errand) => `${errand.name}-due`;
  /** One for later keeps none from looking now. */
  function look(errand: Errand, inMs = 0): Promise<string | null> {
    if (inMs === 0) return boss.send(looking(errand), {}, { singletonKey: errand.name });
    const { slot, waitMs } = slotFor(inMs);
    const later = { singletonKey: `${errand.name} ${slot}`, startAfter: Math.ceil(waitMs / 1_000) };
    return boss.send(looking(errand), {}, later);
  }

  async function begin(errand: Errand): Promise<void> {
    const queue = { policy: 'exclusive', heartbeatSeconds: HEARTBEAT_SECONDS };
    const patience = { expireInSeconds: LONGEST_SECONDS, deleteAfterSeconds: 3_600 };
    await boss.createQueue(errand.name, { ...queue, ...patience, retryLimit: 5, retryBackoff: true });
    // One that is asked for while another looks comes after it, and sees what is new since.
    const once = { ...queue, policy: 'stately', deleteAfterSeconds: 3_600, retryLimit: 0 };
    await boss.createQueue(looking(errand), once);
    const polling = { pollingIntervalSeconds: pollSeconds };
    await boss.work<What>(errand.name, { ...polling, localConcurrency: AT_ONCE }, async ([job]) => {
      if (job === undefined) return;
      const turn = new AbortController();
      const timer = setInterval(endIfOthersWait, turnMs, errand, turn).unref();
      try {
        await errand.run(job.data.what, AbortSignal.any([job.signal, ending.signal]), turn.signal);
      } catch (error) {
        onFailure(errand, error, job.data.what);
        throw error;
      } finally {
        clearInterval(timer);
      }
      // Another goes on with what is left.
      if (ending.signal.aborted) throw new Error('this instance ends');
      // It comes behind those that wait by now; as long as it is under way here it would not be taken up.
      if (turn.signal.aborted) await look(errand, 1_000);
    });
    await boss.work(looking(errand), polling, async () => {
      const all = await errand.due().catch((error) => onFailure(errand, error));
      for (const what of all ?? []) await boss.send(errand.name, { what }, { singletonKey: what });
    });
    // By the minute, which is the least that a schedule has; whoever has something new says so at once.
    await boss.schedule(looking(errand), '* * * * *', {}, { singletonKey: errand.name });
    await look(errand);
  }

  try {
    for (const errand of errands) await begin(errand);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return {
    look(inMs) {
      for (const errand of errands) look(errand, inMs).catch((error) => onFailure(errand, error));
    },
    async end() {
      ending.abort();
      await boss.stop({ graceful: true, timeout: ENDING_MS });
      faults.end();
    },
  };
}

async function endIfOthersWait(errand: Errand, turn: AbortController): Promise<void> {
  const due = await errand.due().catch(() => []);
  if (due.length > AT_ONCE) turn.abort();
}

type OnFault = (reason: string) => void;

const NO_SUCH_SCHEMA = '3F000';

/** Whoever may not create schemas need not, once there is one: the server refuses to create what is there already, too. */
async function startBoss(databaseUrl: string, onFault: OnFault): Promise<PgBoss> {
  try {
    return await startedBoss(databaseUrl, onFault, false);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === NO_SUCH_SCHEMA;
    if (!isMissing) throw error;
    return startedBoss(databaseUrl, onFault, true);
  }
}

async function startedBoss(databaseUrl: string, onFault: OnFault, createSchema: boolean): Promise<PgBoss> {
  const { connectionString, schema } = databaseAddress(databaseUrl, {}, 'kamikit work');
  const boss = new PgBoss({
    ...{ connectionString, schema: `${schema}_work`, createSchema, max: 4 },
    // Without being told of new work: its listening connection has nobody who hears of its errors while it is given up, and one
    // that comes then, as a server ends, would end the program.
    ...{ useListenNotify: false, superviseIntervalSeconds: 10, monitorIntervalSeconds: 9 },
  });
  boss.on('error', (error) => onFault(error.message));
  try {
    await boss.start();
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}
