import pLimit, { type LimitFunction } from 'p-limit';

// As many as a job sends at once by default. Whoever takes more than was agreed is found out by the first answer: this is how
// many others may be on their way then.
const AT_ONCE = 4;

/** With which account something is sent, and for whom; null: whoever uses this machine. */
export interface Sending {
  account: unknown;
  person: string | null;
}

/**
 * Runs work of one account, a few at a time; the others wait for their turn. Whoever wants more than that at once waits behind
 * themselves, and keeps others for no longer than these few take.
 */
export function limitPerAccount(): <T>(sending: Sending, work: () => Promise<T>) => Promise<T> {
  const ofAccounts = limits();
  const ofPeople = limits();
  return ({ account, person }, work) => {
    const ofPerson = ofPeople(JSON.stringify([account, person]));
    const limit = ofAccounts(account);
    return ofPerson(() => limit(work));
  };
}

function limits(): (key: unknown) => LimitFunction {
  const known = new Map<unknown, LimitFunction>();
  return (key) => {
    const limit = known.get(key) ?? pLimit(AT_ONCE);
    known.set(key, limit);
    return limit;
  };
}
