// Preloaded (`node --import`) into a program that a test runs: its waits take a twentieth of their time.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const { setTimeout: wait } = timers;
timers.setTimeout = (ms, ...rest) => wait((ms ?? 0) / 20, ...rest);
syncBuiltinESMExports();
