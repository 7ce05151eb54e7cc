// `pnpm simulate`: schedules from a seed, until one breaks a promise.
import { simulate } from '../src/simulation/simulate.ts';

process.exitCode = await simulate(process.argv.slice(2));
