/** What one person may ask of one instance. */
export interface PersonLimits {
  atOnce: number;
  perMinute: number;
}

// A host asks for a few things at a time; a job is one call.
export const LIMITS: PersonLimits = { atOnce: 32, perMinute: 600 };

const MINUTE_MS = 60_000;

/** Let in, until `leave`; or when to come again. */
export type Entry = { leave(): void } | { retryAfterSeconds: number };

/** Counts by whole minutes; who has nothing under way and asked nothing in this one is forgotten. */
export function limitPerPerson(
  { atOnce, perMinute }: PersonLimits,
  now: () => number,
): (name: string) => Entry {
  const underWay = new Map<string, number>();
  let minute = 0;
  let asked = new Map<string, number>();
  return (name) => {
    const current = Math.floor(now() / MINUTE_MS);
    if (current !== minute) asked = new Map();
    minute = current;
    const [busy, count] = [underWay.get(name) ?? 0, asked.get(name) ?? 0];
    if (count >= perMinute)
      return { retryAfterSeconds: Math.ceil(((minute + 1) * MINUTE_MS - now()) / 1000) };
    if (busy >= atOnce) return { retryAfterSeconds: 1 };
    asked.set(name, count + 1);
    underWay.set(name, busy + 1);
    let isGone = false;
    return {
      leave() {
        if (isGone) return;
        isGone = true;
        const left = (underWay.get(name) ?? 1) - 1;
        if (left === 0) underWay.delete(name);
        else underWay.set(name, left);
      },
    };
  };
}
