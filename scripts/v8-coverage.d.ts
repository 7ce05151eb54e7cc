declare module '@bcoe/v8-coverage' {
  import type { Profiler } from 'node:inspector';

  /** The sum of what was run of one script. */
  export function mergeScriptCovs(runs: Profiler.ScriptCoverage[]): Profiler.ScriptCoverage | undefined;
}
