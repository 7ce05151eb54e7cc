import type { ConfigProblem } from './config.ts';

/** A key that stands elsewhere: in a variable of the environment, or in what a program prints. */
export type KeyReference = { env: string } | { command: readonly [string, ...string[]] };

/** What the configuration file holds. */
export interface FileSettings {
  path: string;
  exists: boolean;
  /** By the names of the variables. `faulty` says why a value cannot be one. */
  values: ReadonlyMap<string, string | KeyReference | { faulty: string }>;
  problems: readonly ConfigProblem[];
}
