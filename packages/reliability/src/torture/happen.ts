import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { untilMidnight } from './clock.ts';
import type { HappeningKind } from './plan.ts';
import { type ServerProcess, startProgram } from './server-process.ts';
import type { Stage } from './stage.ts';

/** What a happening can get at. */
export interface Scene {
  stage: Stage;
  /** The process that it happens to. */
  server: ServerProcess;
  /** From 0 to 1. */
  measure: number;
  /** An entry that waits for its owner; null where none does. */
  waiting(): string | null;
  /** How long the calls of a schedule take now, on this machine. */
  paceMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
// Beyond the lease of an entry (packages/ledger), and now and then beyond the time after which absence proves something.
const BEYOND_LEASE_MS = 6 * MINUTE_MS;
const BEYOND_GRACE_MS = 10 * 60 * MINUTE_MS;

/** Makes it happen; resolves once it is over. False: there was nothing that it could happen to. */
export const happen: Readonly<Record<HappeningKind, (scene: Scene) => Promise<boolean> | boolean>> = {
  kill: signalled('SIGKILL'),
  end: signalled('SIGTERM'),
  'close stdin': ({ server }) => {
    server.closeStdin();
    return true;
  },
  async pause({ stage, server, measure, paceMs }) {
    if (server.hasEnded()) return false;
    server.kill('SIGSTOP');
    await delay(measure * 50);
    stage.clock.jump(measure < 0.8 ? BEYOND_LEASE_MS : BEYOND_GRACE_MS);
    await delay(paceMs * (0.2 + measure));
    server.kill('SIGCONT');
    return true;
  },
  'fill the disk': fillTheDisk,
  'lock the file': lockTheFile,
  'lose the file': loseTheFile,
  'jump a day': jump(() => DAY_MS),
  'jump back': jump(() => -DAY_MS),
  'pass midnight': jump((stage, measure) => untilMidnight(stage.clock.now()) - measure * 100),
  approve: (scene) => decide(scene, '--yes'),
  decline: (scene) => decide(scene, '--no'),
};

function signalled(signal: NodeJS.Signals) {
  return ({ server }: Scene) => {
    if (server.hasEnded()) return false;
    server.kill(signal);
    return true;
  };
}

function jump(by: (stage: Stage, measure: number) => number) {
  return ({ stage, measure }: Scene) => {
    stage.clock.jump(by(stage, measure));
    return true;
  };
}

/** What a process may write into one file is limited to a little more than the ledger's log has, for a while. */
async function fillTheDisk({ stage, server, measure, paceMs }: Scene): Promise<boolean> {
  const log = `${stage.ledgerPath}-wal`;
  if (process.platform !== 'linux' || server.hasEnded() || !existsSync(log)) return false;
  // Another happening may take the file away meanwhile.
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const room = Math.max(sizeOf(log), sizeOf(stage.ledgerPath)) + Math.floor(measure * 100_000);
  if (!(await limitFiles(server, String(room)))) return false;
  await delay(paceMs * (0.2 + measure));
  await limitFiles(server, 'unlimited');
  return true;
}

/** Only the soft limit (prlimit(1)), which anybody may set for a process of their own, and lift again. */
function limitFiles({ pid }: ServerProcess, size: string): Promise<boolean> {
  return promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${size}:`]).then(
    () => true,
    () => false,
  );
}

async function lockTheFile({ stage, measure }: Scene): Promise<boolean> {
  if (!existsSync(stage.ledgerPath)) return false;
  const db = new DatabaseSync(stage.ledgerPath, { timeout: 0 });
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        db.exec('begin exclusive');
        break;
      } catch (error) {
        if (tries === 20) throw error;
      }
      await delay(5);
    }
    await delay(50 + measure * 400);
    db.exec('rollback');
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

// What passed the check for the right file just before may still be written.
const STILL_WRITTEN_MS = 100;

/** Deletes or renames the ledger; a copy tells what was written to it by then, and what comes later is lost with it. */
async function loseTheFile({ stage, measure }: Scene): Promise<boolean> {
  const { ledgerPath, keptFolder } = stage;
  const kept = join(keptFolder, 'ledger.sqlite');
  if (!existsSync(ledgerPath) || existsSync(kept)) return false;
  const endings = ['', '-wal'].filter((ending) => existsSync(`${ledgerPath}${ending}`));
  for (const ending of endings) linkSync(`${ledgerPath}${ending}`, `${ledgerPath}.lost${ending}`);
  if (measure < 0.5) {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${ledgerPath}${ending}`, { force: true });
  } else {
    renameSync(ledgerPath, `${ledgerPath}.old`);
  }
  await delay(STILL_WRITTEN_MS);
  for (const ending of endings) copyFileSync(`${ledgerPath}.lost${ending}`, `${kept}${ending}`);
  return true;
}

/** The owner's word, by the command line; now and then that is killed as well. */
async function decide({ stage, waiting, measure, paceMs }: Scene, word: string): Promise<boolean> {
  const entry = waiting();
  if (entry === null) return false;
  const { ended, kill, child } = startProgram(stage.program, ['approve', entry, word]);
  child.stdin.end();
  child.stdout.resume();
  if (measure < 0.3) await Promise.race([ended, delay(measure * 5 * paceMs).then(() => kill('SIGKILL'))]);
  await ended;
  return true;
}
