import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { SqliteDriver } from 'kysely';
import type { Choices } from '../seeded.ts';
import { openDisk } from './disk.ts';
import { actAs, currentActor, type Machine } from './machine.ts';

/** Processes of the simulation have numbers that no real one can have (pid_max is 4,194,304 at most). */
export const FIRST_PID = 5_000_000;

/** What the schedule that runs now is made of. */
export interface Stage {
  machine: Machine;
  choices: Choices;
  /** Whether the simulated process with this number runs. */
  isRunning(pid: number): boolean;
}

let stage: Stage | null = null;

/** From now on the clock, waiting, chance and processes are those of this schedule. */
export function setStage(next: Stage | null): void {
  stage = next;
}

/**
 * Takes the place of everything by which the product learns of time, chance and other processes, and lets every statement of a
 * ledger wait for its turn. For a process that does nothing else.
 */
export function takeOver(): void {
  const real = {
    sleep: timers.setTimeout,
    turn: timers.setImmediate,
    now: performance.now.bind(performance),
    random: Math.random,
    timeout: AbortSignal.timeout.bind(AbortSignal),
    uuid: crypto.randomUUID,
    kill: process.kill.bind(process),
  };
  const sleep = (ms = 0, value?: unknown) =>
    stage === null ? real.sleep(ms, value) : stage.machine.sleep(ms).then(() => value);
  const turn = (value?: unknown) =>
    stage === null ? real.turn(value) : stage.machine.turn().then(() => value);
  Object.assign(timers, { setTimeout: sleep, setImmediate: turn });
  performance.now = () => stage?.machine.uptime ?? real.now();
  Math.random = () => (stage === null ? real.random() : stage.choices.between(0, 999_999) / 1_000_000);
  AbortSignal.timeout = (ms) => (stage === null ? real.timeout(ms) : timeoutOn(stage.machine, ms));
  Object.assign(crypto, { randomUUID: () => (stage === null ? real.uuid() : uuid(stage.choices)) });
  syncBuiltinESMExports();
  process.kill = (pid, signal) => {
    if (pid < FIRST_PID || stage === null) return real.kill(pid, signal);
    if (stage.isRunning(pid)) return true;
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
  };
  openDisk();
  takeTurnsInSqlite();
}

function timeoutOn(machine: Machine, ms: number): AbortSignal {
  const controller = new AbortController();
  machine.after(ms, currentActor(), () => controller.abort(new DOMException('timed out', 'TimeoutError')));
  return controller.signal;
}

function uuid({ between }: Choices): `${string}-${string}-${string}-${string}-${string}` {
  const hex = (length: number) => Array.from({ length }, () => between(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Kysely's driver runs each statement at once: of several owners, one would do all of its transaction in one go. */
function takeTurnsInSqlite(): void {
  const seen = new WeakSet<object>();
  const acquire = SqliteDriver.prototype.acquireConnection;
  SqliteDriver.prototype.acquireConnection = async function () {
    const connection = await acquire.call(this);
    if (seen.has(connection)) return connection;
    seen.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async (query) => {
      const actor = currentActor();
      await stage?.machine.step(actor);
      return actAs(actor, () => execute(query));
    };
    return connection;
  };
}
