import type { FaultKind } from './fault.ts';

export interface LoggedRequest {
  upstream: string;
  /** `unknown` for a path or method that the upstream does not have. */
  operation: string;
  method: string;
  path: string;
  /** ISO 8601, on the sandbox's clock. */
  at: string;
  fault?: FaultKind;
}

const KEPT = 1000;

/** What arrived, whether or not it was answered: the last 1000 requests, and counts of all of them. */
export function createRequestLog() {
  const requests: LoggedRequest[] = [];
  const counts: Record<string, Record<string, number>> = {};
  return {
    add(request: LoggedRequest): void {
      requests.push(request);
      if (requests.length > KEPT) requests.shift();
      counts[request.upstream] ??= {};
      const byOperation = counts[request.upstream] ?? {};
      byOperation[request.operation] = (byOperation[request.operation] ?? 0) + 1;
    },
    /** `counts` by upstream and operation. */
    view: () => structuredClone({ requests, counts }),
  };
}
