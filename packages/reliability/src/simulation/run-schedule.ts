import { Calls } from './calls.ts';
import type { Happening, Schedule } from './commands.ts';
import type { Figures } from './figures.ts';
import { controlJob, runJob } from './jobs.ts';
import { lookAfterwards } from './look-afterwards.ts';
import { notify, workOnEntry, workOnLedger } from './owners-work.ts';
import { spend } from './spend.ts';
import { Violation } from './violation.ts';
import { World } from './world.ts';

export interface Played {
  figures: Figures;
  violation: Violation | null;
}

/**
 * Plays one schedule to its end, and checks what is promised.
 * @param emptyLedger a ledger to begin with, where it is not to be created by the schedule itself.
 */
export async function runSchedule(schedule: Schedule, emptyLedger: string): Promise<Played> {
  const world = new World(schedule, emptyLedger);
  const calls = new Calls(world);
  let violation: Violation | null = null;
  try {
    for (const { what, turns } of schedule.commands) {
      await happen(what, world, calls);
      await calls.goOn(turns);
    }
    world.endFaults();
    await calls.untilAnswered();
    await world.machine.run(() => world.network.underWay === 0);
    await lookAfterwards(world, calls);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error;
  } finally {
    world.close();
  }
  const counted = { schedules: 1, calls: calls.count, violations: violation ? 1 : 0 };
  return { figures: { ...world.figures, ...counted }, violation };
}

async function happen(what: Happening, world: World, calls: Calls): Promise<void> {
  switch (what.do) {
    case 'network': {
      const { upstream, effect, fault, ms } = what;
      world.network.planned.push({ upstream, effect, fault, ms });
      return;
    }
    case 'disk':
      world.disk.planned.push({ fault: what.fault, after: what.after });
      return;
    case 'pass':
      return world.machine.pass(what.ms);
    case 'clock':
      return world.machine.setClock(what.ms);
    case 'price':
      return world.setPrice(what.good, what.percent);
    default:
      return happenTo(what, world, calls);
  }
}

async function happenTo(
  what: Extract<Happening, { owner: number }>,
  world: World,
  calls: Calls,
): Promise<void> {
  const owner = await world.ownerIn(what.owner);
  if (owner === null) return;
  switch (what.do) {
    case 'freeze':
      owner.process.frozenUntil = world.machine.uptime + what.ms;
      return;
    case 'kill':
    case 'cut_power':
      await calls.goOn(what.after);
      if (owner.process.isDead) return;
      if (what.do === 'kill') world.kill(owner);
      else world.cutPower();
      return;
    case 'job':
      return runJob(owner, what, calls);
    case 'control_job':
      return controlJob(owner, what, calls);
    case 'notify':
      return notify(owner, what, world, calls);
    case 'purchase':
    case 'trade':
    case 'use':
    case 'recharge':
    case 'delete':
    case 'issue':
      return spend(owner, what, world, calls);
    default:
      if ('which' in what) workOnEntry(owner, what.do, what.which, world, calls);
      else workOnLedger(owner, what.do, world, calls);
  }
}
