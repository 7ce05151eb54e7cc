import { KamikitError } from '@kamikit/core';
import type { Ledger } from '@kamikit/ledger';

const SHORTEST = 4;
const TOLD = 5;

/**
 * The id that begins like this: people read the first characters of one in a table, and say them to the model. What no
 * entry begins with is returned as it is.
 * @throws {KamikitError} `invalid_request`, naming the ids that it may be.
 */
export async function wholeId(
  ledger: Pick<Ledger, 'idsLike'>,
  beginning: string,
  field: 'entry_id' | 'job_id' = 'entry_id',
): Promise<string> {
  const found = beginning.length < SHORTEST ? [] : await ledger.idsLike(beginning, TOLD + 1);
  const [id = beginning, ...others] = found;
  if (others.length === 0) return id;
  const more = found.length > TOLD ? ' and more' : '';
  throw new KamikitError(
    `${field} ${beginning} may be ${found.slice(0, TOLD).join(', ')}${more}: give more of it.`,
    { code: 'invalid_request', outcome: 'not_committed' },
  );
}
