import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseMoney } from '@kamikit/core';
import { seeded } from '../seeded.ts';
import type { Deed } from './accounts.ts';
import { setStage } from './builtins.ts';
import { CardService } from './card-service.ts';
import { OWNERS, type Schedule, type Setting } from './commands.ts';
import { type Database, watchDisk } from './disk.ts';
import { DiskFaults, keepFiles } from './disk-faults.ts';
import { fastFolder } from './fast-folder.ts';
import { type Figures, noFigures } from './figures.ts';
import { Machine } from './machine.ts';
import { Network } from './network.ts';
import { type Owner, type Place, startOwner } from './owner.ts';
import { GOODS, Storefront } from './storefront.ts';
import { SKUS, Supplier } from './supplier.ts';

const MIDNIGHT = Date.parse('2026-11-21T00:00:00+08:00');
// Copies of the modules of a process are kept for the next schedule: there are no more of them than this.
const MOST_PROCESSES = 12;

/** The seats of the processes that are there when all others are gone, one for each account. */
const LAST_SEATS = [OWNERS, OWNERS + 1] as const;

/** What a schedule is played in: one machine, its disk and network, three upstreams, and the owners' processes. */
export class World {
  readonly figures: Figures = noFigures();
  readonly setting: Setting;
  readonly machine: Machine;
  readonly network: Network;
  readonly disk: DiskFaults;
  readonly shop: Storefront;
  /** The same shop for another account. */
  readonly branch: Storefront;
  readonly supplier: Supplier;
  readonly deeds: Deed[] = [];
  readonly place: Place;
  readonly #folder = mkdtempSync(join(fastFolder(), 'kamikit-simulation-'));
  readonly #seats: Array<Owner | null> = Array.from({ length: OWNERS + LAST_SEATS.length }, () => null);
  readonly #started: Owner[] = [];
  readonly #databases: Database[] = [];

  /** @param emptyLedger a ledger to begin with, where it is not to be created by the schedule itself. */
  constructor({ setting, chance }: Schedule, emptyLedger: string) {
    this.setting = setting;
    const choices = seeded(chance);
    const machine = new Machine(seeded(chance + 1), MIDNIGHT - setting.beforeMidnight * 60_000, setting.pace);
    this.machine = machine;
    const means = { machine, choices, deeds: this.deeds };
    this.shop = new Storefront(means, setting);
    this.branch = new Storefront(means, setting);
    this.supplier = new Supplier(means, setting);
    const countFault = () => {
      this.figures.faults += 1;
    };
    this.network = new Network({
      ...{ machine, choices: seeded(chance + 2), deeds: this.deeds, onStrike: countFault },
      upstreams: {
        storefront: this.shop,
        branch: this.branch,
        supplier: this.supplier,
        cards: new CardService(means),
      },
    });
    const path = join(this.#folder, 'ledger.db');
    if (!setting.isFirstStart) copyFileSync(emptyLedger, path);
    this.disk = new DiskFaults({
      ...{ path, choices: seeded(chance + 3), onFault: countFault },
      opened: (database, process) => {
        this.#databases.push(database);
        this.#started.find((owner) => owner.process === process)?.databases.push(database);
      },
      cutPower: (restore) => this.#cutPower(restore),
    });
    mkdirSync(join(this.#folder, 'vouchers'), { mode: 0o700 });
    const { dailyBudget, maxOrderTotal, dailyCards } = setting;
    this.place = {
      ledger: {
        ...{ path, integrity: { folder: join(this.#folder, 'vouchers') }, now: () => machine.now() },
        dailyBudget: dailyBudget === null ? undefined : parseMoney(dailyBudget),
        maxOrderTotal: maxOrderTotal === null ? undefined : parseMoney(maxOrderTotal),
        dailyCards: dailyCards ?? undefined,
      },
      timing: {
        now: () => machine.now(),
        uptime: () => machine.uptime,
        random: () => choices.between(0, 999) / 1_000,
        sleep: (ms, signal) => machine.sleep(ms, signal),
      },
      network: this.network,
    };
    const isRunning = (pid: number) => this.#started.some((each) => each.pid === pid && !each.process.isDead);
    setStage({ machine, choices: seeded(chance + 4), isRunning });
    watchDisk(this.disk);
  }

  /** The process in a seat, started if there is none; null once there were too many. */
  async ownerIn(seat: number): Promise<Owner | null> {
    const sitting = this.#seats[seat];
    if (sitting && !sitting.process.isDead) return sitting;
    if (this.#started.length >= MOST_PROCESSES && seat < OWNERS) return null;
    const isOther = seat === OWNERS - 1 || seat === LAST_SEATS[1];
    const account = this.setting.hasTwoAccounts && isOther ? 'branch' : 'storefront';
    const owner = await startOwner(this.#started.length + 1, account, this.place);
    this.#started.push(owner);
    this.#seats[seat] = owner;
    return owner;
  }

  /** For each account one that was not there before. */
  async lastOwners(): Promise<Owner[]> {
    const seats = this.setting.hasTwoAccounts ? LAST_SEATS : LAST_SEATS.slice(0, 1);
    const owners: Owner[] = [];
    for (const seat of seats) {
      const owner = await this.ownerIn(seat);
      if (owner !== null) owners.push(owner);
    }
    return owners;
  }

  kill(owner: Owner): void {
    if (!owner.process.isDead) this.figures.kills += 1;
    end(owner);
  }

  /** Ends everybody; what was committed is there. */
  cutPower(): void {
    this.#cutPower(keepFiles(this.place.ledger.path));
  }

  /** Ends everybody, as the last step of a schedule. */
  endAll(): void {
    for (const owner of this.#started) end(owner);
  }

  /** Sets the price of a good or SKU to this much of what it was in the beginning. */
  setPrice(good: number, percent: number): void {
    const all = [
      ...GOODS.map(({ sub_id, fen }) => ({ in: [this.shop, this.branch], id: sub_id, fen })),
      ...SKUS.map(({ id, fen }) => ({ in: [this.supplier], id, fen })),
    ];
    const priced = all[good % all.length];
    for (const { prices } of priced?.in ?? [])
      if (priced) prices.set(priced.id, Math.round((priced.fen * percent) / 100));
  }

  /** Nothing fails any more that was planned to. */
  endFaults(): void {
    this.network.planned.length = 0;
    this.disk.planned.length = 0;
  }

  close(): void {
    this.endAll();
    this.#closeDatabases();
    setStage(null);
    watchDisk(null);
    rmSync(this.#folder, { recursive: true, force: true });
    this.figures.charges = this.deeds.length;
    this.figures.turns = this.machine.turns;
  }

  #cutPower(restore: () => void): void {
    for (const owner of this.#started) this.kill(owner);
    this.#closeDatabases();
    restore();
  }

  #closeDatabases(): void {
    for (const database of this.#databases) if (database.isOpen) database.close();
  }
}

/** What was not committed is gone, and so are the locks; nothing is tidied up. */
function end(owner: Owner): void {
  owner.process.isDead = true;
  for (const database of owner.databases)
    if (database.isOpen && database.isTransaction) database.exec('rollback');
}
