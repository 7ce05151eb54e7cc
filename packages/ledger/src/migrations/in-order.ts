import type { Kysely } from 'kysely';
import type { LedgerSchema } from '../schema.ts';
import { addApprovals } from './approvals.ts';
import {
  addCharges,
  addGoods,
  addIndexOfChanges,
  addIndexOfKindAndState,
  addLooks,
  createEntries,
} from './entries.ts';
import { addEvents, addKeysAndSums } from './events.ts';
import { addJobs } from './jobs.ts';
import { addOrderOfWords, addOverview, dropSecretWords } from './overview.ts';
import { addPeople } from './people.ts';
import { addTurns } from './turns.ts';

/** In order, never edited once released: a file's schema version is how many of them it has seen. */
export const migrations: ReadonlyArray<(db: Kysely<LedgerSchema>) => Promise<void>> = [
  createEntries,
  addLooks,
  addCharges,
  addEvents,
  addGoods,
  addOverview,
  addKeysAndSums,
  dropSecretWords,
  addOrderOfWords,
  addApprovals,
  addIndexOfKindAndState,
  addJobs,
  addPeople,
  addIndexOfChanges,
  addTurns,
];
