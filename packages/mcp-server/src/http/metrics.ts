import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted of a server; labels hold no names of people, and nothing that a client wrote. */
export type Metrics = ReturnType<typeof createMetrics>;

// Alerts watch these. A rate is told of what grows: the first would go unseen in a series that began with it.
const WATCHED = ['outcome_unknown', 'suspended', 'internal'];

export function createMetrics(tools: readonly string[]) {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'kamikit_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['route', 'method', 'status'] as const,
    registers,
  });
  const underWay = new Gauge({
    name: 'kamikit_http_requests_under_way',
    help: 'HTTP requests under way',
    registers,
  });
  const calls = new Counter({
    name: 'kamikit_tool_calls_total',
    help: 'Tool calls, by what became of them: ok, or the code of the error',
    labelNames: ['tool', 'outcome'] as const,
    registers,
  });
  for (const tool of tools) for (const outcome of WATCHED) calls.inc({ tool, outcome }, 0);
  const seconds = new Histogram({
    name: 'kamikit_tool_call_seconds',
    help: 'How long tool calls took',
    labelNames: ['tool'] as const,
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
    registers,
  });
  new Gauge({
    name: 'kamikit_resident_memory_bytes',
    help: 'Resident memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return {
    answered(route: string, method: string, status: number) {
      requests.inc({ route, method, status: String(status) });
    },
    begun: () => underWay.inc(),
    ended: () => underWay.dec(),
    called(tool: string, outcome: string, ms: number) {
      calls.inc({ tool, outcome });
      seconds.observe({ tool }, ms / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
