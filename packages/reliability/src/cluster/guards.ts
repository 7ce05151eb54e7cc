import type { Guard } from '../guards/guard.ts';
import { guards as ofOneProcess } from '../guards/guards.ts';

const SHARED: ReadonlySet<string> = new Set([
  'a wish must be affordable',
  'what was sent by a process that is gone is unknown',
  'what was sent is recovered, too',
]);

/** What holds several people and instances on one database together: taken out, a run has to find it. */
export const guards: readonly Guard[] = [
  {
    name: 'two people never share a key',
    invariant: 'callers are told the truth',
    file: 'ledger/src/queries.ts',
    piece: "eb(fn.coalesce('person', val(NOBODY)), '=', person);",
    instead: "eb('kind', '!=', '');",
  },
  ...ofOneProcess.filter(({ name }) => SHARED.has(name)),
];
