import { type Kysely, sql } from 'kysely';
import { BY_MANDATE_ALONE } from './jobs/start-job.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** Everybody's in turns, the oldest of each first: whoever asks for much keeps nobody else's from being seen. */
const turn = () => sql<number>`row_number() over (partition by person order by created_ms, id)`;

/** What awaits its owner: the first `limit` of everybody's in turns, the oldest first, and how many there are in all. */
export async function askedEntries(db: Db, limit: number): Promise<{ rows: EntryRow[]; total: number }> {
  const waiting = db.selectFrom('entries').where('state', '=', 'awaiting_approval');
  const { total } = await waiting
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const ids = waiting.select('id').orderBy(turn()).orderBy('created_ms').orderBy('id').limit(limit);
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('created_ms')
    .orderBy('id')
    .execute();
  return { rows, total: Number(total) };
}

/** The jobs that wait for their owner's word, everybody's in turns; `evenUnpriced`: those that are still being priced, too. */
export async function askedJobs(db: Db, evenUnpriced: boolean): Promise<string[]> {
  let waiting = db
    .selectFrom('jobs')
    .where('state', '=', 'awaiting_approval')
    .where('needs_word', '!=', BY_MANDATE_ALONE);
  if (!evenUnpriced) waiting = waiting.where('quote_until_ms', 'is not', null);
  const rows = await waiting.select('id').orderBy(turn()).orderBy('created_ms').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
