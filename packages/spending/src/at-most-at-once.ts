import pLimit, { type LimitFunction } from 'p-limit';

// As many as a job sends at once by default. Whoever takes more than was agreed is found out by the first answer: this is how
// many others may be on their way then.
const AT_ONCE = 4;

/** Runs work of one account, a few at a time; the others wait for their turn. */
export function limitPerAccount(): <T>(account: unknown, work: () => Promise<T>) => Promise<T> {
  const limits = new Map<unknown, LimitFunction>();
  return (account, work) => {
    const limit = limits.get(account) ?? pLimit(AT_ONCE);
    limits.set(account, limit);
    return limit(work);
  };
}
