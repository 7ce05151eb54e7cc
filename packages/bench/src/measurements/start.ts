import { BARE, BUILT } from '../built.ts';
import { type Figure, type Measure, pairs } from '../figure.ts';
import { inTurns } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { type Started, started } from '../started.ts';

const ROUNDS = 41;

/** How light a start is: from spawn to `tools/list` answered, what is in memory then, and the end after stdin closes. */
export const measure: Measure = ({ builds }) =>
  inScratch(async (folder) => {
    const env = {
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_LOG_LEVEL: 'silent',
      KAMIKIT_DATA_DIR: folder,
      XDG_CONFIG_HOME: folder,
    };
    const run = (file: string) => () => started(process.execPath, [file], env);
    const others = Object.fromEntries(builds.map((file) => [file, run(file)]));
    const runs = await inTurns(ROUNDS, { [BARE]: run(BARE), [BUILT]: run(BUILT), ...others }, 1);
    const of = (file: string, figure: 'listedMs' | 'workedMs' | 'rssMb' | 'endMs') =>
      (runs[file] ?? []).map((each: Started) => each[figure]);
    const bare = 'a process that speaks bare JSON-RPC';
    return [BUILT, ...builds].flatMap((file): Figure[] => {
      const beside = (figure: 'listedMs' | 'workedMs' | 'rssMb' | 'endMs') =>
        pairs(of(file, figure), { what: bare, values: of(BARE, figure) });
      const name = (what: string) => (file === BUILT ? what : `${what}, ${file}`);
      return [
        {
          what: name('spawn to `tools/list` answered, all tools'),
          unit: 'ms',
          ...beside('listedMs'),
          target: { of: 'ratio', most: 2.5 },
        },
        { what: name('work of the main thread until then'), unit: 'ms', ...beside('workedMs') },
        {
          what: name('resident memory at that moment'),
          unit: 'MB',
          ...beside('rssMb'),
          target: { of: 'ours', most: 65 },
        },
        {
          what: name('exit after stdin closes'),
          unit: 'ms',
          ...beside('endMs'),
          target: { of: 'ours', most: 50 },
        },
      ];
    });
  });
