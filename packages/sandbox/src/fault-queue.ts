import type { Effect, Fault } from './fault.ts';
import type { UpstreamDefinition } from './upstream.ts';

type Names = Pick<UpstreamDefinition<object, object>, 'aliases'>;

/** Faults in the order in which they were added; a request meets the first that fits, and only that one. */
export function createFaultQueue() {
  let pending: Fault[] = [];
  return {
    add(faults: Fault[]): void {
      pending.push(...faults);
    },
    list: (): Fault[] => pending.map((fault) => ({ ...fault })),
    take(upstream: string, { aliases }: Names, operation: string): Effect | null {
      const fault = pending.find(
        (candidate) =>
          candidate.upstream === upstream &&
          (['*', operation].includes(candidate.operation) ||
            aliases[candidate.operation]?.includes(operation) === true),
      );
      if (fault === undefined) return null;
      fault.times -= 1;
      pending = pending.filter(({ times }) => times > 0);
      return fault;
    },
  };
}
