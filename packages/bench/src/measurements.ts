import type { Measure } from './figure.ts';

type Load = () => Promise<{ measure: Measure }>;

/** In the order in which they run, each in a process of its own. */
export const measurements: Readonly<Record<string, Load>> = {
  start: () => import('./measurements/start.ts'),
  lists: () => import('./measurements/lists.ts'),
  call: () => import('./measurements/call.ts'),
  signing: () => import('./measurements/signing.ts'),
  ledger: () => import('./measurements/ledger.ts'),
  postgres: () => import('./measurements/postgres.ts'),
  http: () => import('./measurements/http.ts'),
  'many-entries': () => import('./measurements/many-entries.ts'),
  jobs: () => import('./measurements/jobs.ts'),
  pages: () => import('./measurements/pages.ts'),
  'largest-answers': () => import('./measurements/largest-answers.ts'),
  catalogue: () => import('./measurements/catalogue.ts'),
};

/** They install other people's programs from the npm registry: asked for by `--peers` only. */
export const peerMeasurements: Readonly<Record<string, Load>> = {
  peers: () => import('./measurements/peers.ts'),
  'lost-answers': () => import('./measurements/lost-answers.ts'),
};
