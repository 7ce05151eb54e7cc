import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMoney } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { seeded } from '../seeded.ts';
import type { Deed } from './accounts.ts';
import { setStage } from './builtins.ts';
import { CARDS, CardService } from './card-service.ts';
import { type Happening, OWNERS, type Schedule, type Spend } from './commands.ts';
import { type Database, readFile, watchDisk } from './disk.ts';
import { DiskFaults, keepFiles } from './disk-faults.ts';
import { type Figures, noFigures } from './figures.ts';
import { checkAll, type Told } from './invariants.ts';
import { Machine, NothingMovesError } from './machine.ts';
import { Network } from './network.ts';
import { type Owner, type Place, startOwner } from './owner.ts';
import { GOODS, Storefront } from './storefront.ts';
import { SKUS, SUPPLIER_KEY, Supplier } from './supplier.ts';
import { Violation } from './violation.ts';

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.parse('2026-11-21T00:00:00+08:00');
// Copies of the modules of a process are kept for the next schedule: there are no more of them than this.
const MOST_PROCESSES = 12;

interface Call extends Told {
  owner: Owner;
  isOver: boolean;
}

export interface Played {
  figures: Figures;
  violation: Violation | null;
}

/**
 * Plays one schedule to its end, and checks what is promised.
 * @param emptyLedger a ledger to begin with, where it is not to be created by the schedule itself.
 */
export async function runSchedule(schedule: Schedule, emptyLedger: string): Promise<Played> {
  const run = new Run(schedule, emptyLedger);
  let violation: Violation | null = null;
  try {
    await run.play();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error;
  } finally {
    run.end();
  }
  return { figures: { ...run.figures, violations: violation ? 1 : 0 }, violation };
}

class Run {
  readonly figures = noFigures();
  readonly #schedule: Schedule;
  readonly #machine: Machine;
  readonly #network: Network;
  readonly #disk: DiskFaults;
  readonly #shop: Storefront;
  readonly #supplier: Supplier;
  readonly #cards: CardService;
  readonly #deeds: Deed[] = [];
  readonly #calls: Call[] = [];
  readonly #folder = mkdtempSync(join(fastFolder(), 'kamikit-simulation-'));
  readonly #place: Place;
  readonly #owners: Array<Owner | null> = Array.from({ length: OWNERS + 1 }, () => null);
  readonly #started: Owner[] = [];
  readonly #databases: Database[] = [];

  constructor(schedule: Schedule, emptyLedger: string) {
    this.#schedule = schedule;
    const { setting, chance } = schedule;
    const choices = seeded(chance);
    const machine = new Machine(seeded(chance + 1), MIDNIGHT - setting.beforeMidnight * 60_000, setting.pace);
    this.#machine = machine;
    const means = { machine, choices, deeds: this.#deeds };
    this.#shop = new Storefront(means, setting);
    this.#supplier = new Supplier(means, setting);
    this.#cards = new CardService(means);
    this.#network = new Network({
      ...{ machine, choices: seeded(chance + 2), deeds: this.#deeds },
      upstreams: { storefront: this.#shop, supplier: this.#supplier, cards: this.#cards },
      onStrike: () => {
        this.figures.faults += 1;
      },
    });
    const path = join(this.#folder, 'ledger.db');
    if (!setting.isFirstStart) copyFileSync(emptyLedger, path);
    this.#disk = new DiskFaults({
      ...{ path, choices: seeded(chance + 3) },
      onFault: () => {
        this.figures.faults += 1;
      },
      opened: (database, process) => {
        this.#databases.push(database);
        this.#started.find((owner) => owner.process === process)?.databases.push(database);
      },
      cutPower: (restore) => this.#cutPower(restore),
    });
    const { dailyBudget, maxOrderTotal, dailyCards } = setting;
    mkdirSync(join(this.#folder, 'vouchers'), { mode: 0o700 });
    const random = () => choices.between(0, 999) / 1_000;
    this.#place = {
      ledger: {
        ...{ path, integrity: { folder: join(this.#folder, 'vouchers') }, now: () => machine.now() },
        dailyBudget: dailyBudget === null ? undefined : parseMoney(dailyBudget),
        maxOrderTotal: maxOrderTotal === null ? undefined : parseMoney(maxOrderTotal),
        dailyCards: dailyCards ?? undefined,
      },
      timing: { now: () => machine.now(), random, sleep: (ms, signal) => machine.sleep(ms, signal) },
      network: this.#network,
    };
    const isRunning = (pid: number) =>
      this.#started.some((owner) => owner.pid === pid && !owner.process.isDead);
    setStage({ machine, choices: seeded(chance + 4), isRunning });
    watchDisk(this.#disk);
  }

  async play(): Promise<void> {
    this.figures.schedules = 1;
    for (const { what, turns } of this.#schedule.commands) {
      await this.#do(what);
      await this.#goOn(turns);
    }
    this.#network.planned.length = 0;
    this.#disk.planned.length = 0;
    await this.#untilAnswered();
    await this.#machine.run(() => this.#network.underWay === 0);
    await this.#calmDown();
  }

  end(): void {
    for (const owner of this.#started) this.#kill(owner);
    for (const database of this.#databases) if (database.isOpen) database.close();
    setStage(null);
    watchDisk(null);
    rmSync(this.#folder, { recursive: true, force: true });
    this.figures.calls = this.#calls.length;
    this.figures.charges = this.#deeds.length;
    this.figures.turns = this.#machine.turns;
  }

  #isMoving(): boolean {
    return this.#unanswered().length > 0 || this.#network.underWay > 0;
  }

  /** Lets as many turns be taken, or fewer where nothing is under way; what never ends is found in the end. */
  async #goOn(turns: number): Promise<void> {
    try {
      if (this.#isMoving()) await this.#machine.run(() => !this.#isMoving(), turns);
    } catch (error) {
      if (!(error instanceof NothingMovesError)) throw error;
    }
  }

  #unanswered(): Call[] {
    return this.#calls.filter(({ owner, isOver }) => !isOver && !owner.process.isDead);
  }

  async #untilAnswered(): Promise<void> {
    const longest = this.#machine.uptime + 7 * 24 * HOUR_MS;
    const isTooLate = () => this.#machine.uptime > longest;
    try {
      await this.#machine.run(() => this.#unanswered().length === 0 || isTooLate());
    } catch (error) {
      if (!(error instanceof NothingMovesError)) throw error;
    }
    const left = this.#unanswered().map(({ name }) => name);
    if (left.length > 0) throw new Violation('every call is answered', `still waiting: ${left.join(', ')}`);
  }

  /** The process in a seat, started if there is none; null once there were too many. */
  async #ownerIn(seat: number): Promise<Owner | null> {
    const sitting = this.#owners[seat];
    if (sitting && !sitting.process.isDead) return sitting;
    if (this.#started.length >= MOST_PROCESSES && seat < OWNERS) return null;
    const owner = await startOwner(this.#started.length + 1, this.#place);
    this.#started.push(owner);
    this.#owners[seat] = owner;
    return owner;
  }

  #kill(owner: Owner): void {
    owner.process.isDead = true;
    // What was not committed is gone, and so are the locks; nothing is tidied up.
    for (const database of owner.databases)
      if (database.isOpen && database.isTransaction) database.exec('rollback');
  }

  #cutPower(restore: () => void): void {
    for (const owner of this.#started) {
      if (!owner.process.isDead) this.figures.kills += 1;
      this.#kill(owner);
    }
    for (const database of this.#databases) if (database.isOpen) database.close();
    restore();
  }

  #call(owner: Owner, name: string, work: () => Promise<unknown>): Call {
    const call: Call = { owner, name: `${name} #${this.#calls.length}`, isOver: false, outcome: null };
    this.#calls.push(call);
    void owner.act(call.name, async () => {
      try {
        await this.#machine.turn();
        const value = await work();
        if (!owner.process.isDead) call.outcome = { value };
      } catch (error) {
        if (!owner.process.isDead) call.outcome = { error };
      }
      call.isOver = true;
    });
    return call;
  }

  async #do(command: Happening): Promise<void> {
    const machine = this.#machine;
    switch (command.do) {
      case 'network': {
        const { upstream, effect, fault, ms } = command;
        this.#network.planned.push({ upstream, effect, fault, ms });
        return;
      }
      case 'disk':
        this.#disk.planned.push({ fault: command.fault, after: command.after });
        return;
      case 'pass':
        await machine.pass(command.ms);
        return;
      case 'clock':
        machine.setClock(command.ms);
        return;
      case 'price':
        this.#setPrice(command.good, command.percent);
        return;
      default:
    }
    const owner = await this.#ownerIn(command.owner);
    if (owner === null) return;
    switch (command.do) {
      case 'freeze':
        owner.process.frozenUntil = machine.uptime + command.ms;
        return;
      case 'kill':
      case 'cut_power': {
        await this.#goOn(command.after);
        if (owner.process.isDead) return;
        if (command.do === 'cut_power') return this.#cutPower(keepFiles(this.#place.ledger.path));
        this.figures.kills += 1;
        this.#kill(owner);
        return;
      }
      case 'notify':
        this.#notify(owner, command);
        return;
      case 'approve':
      case 'decline':
      case 'await':
      case 'follow':
      case 'reconcile':
      case 'mark':
        this.#aboutEntry(owner, command.do, command.which);
        return;
      case 'look':
      case 'mandate':
      case 'revoke':
      case 'stop':
      case 'resume':
      case 'lift':
      case 'verify':
      case 'list':
        this.#call(owner, command.do, () => this.#ownersWork(owner, command.do));
        return;
      default:
        this.#spend(owner, command);
    }
  }

  #setPrice(good: number, percent: number): void {
    const all = [
      ...GOODS.map(({ sub_id, fen }) => ({ prices: this.#shop.prices, id: sub_id, fen })),
      ...SKUS.map(({ id, fen }) => ({ prices: this.#supplier.prices, id, fen })),
    ];
    const priced = all[good % all.length];
    priced?.prices.set(priced.id, Math.round((priced.fen * percent) / 100));
  }

  #spend(owner: Owner, command: Spend): void {
    const { key, wish, again, approval, confirm, cancelAfter } = command;
    const { spender } = owner;
    const abort = new AbortController();
    const options = {
      ...{ idempotencyKey: `k${key}`, again },
      ...(approval && { approval: 'owner' as const }),
      ...(cancelAfter !== null && { signal: abort.signal }),
      ...(confirm !== 'nobody' && {
        confirm: async () => {
          await this.#machine.sleep(confirm === 'slowly' ? 90_000 : 500);
          return confirm !== 'no';
        },
      }),
    };
    const good = GOODS[(key + wish) % GOODS.length] ?? GOODS[0];
    const sku = SKUS[(key + wish) % SKUS.length] ?? SKUS[0];
    const card = CARDS[(key + wish) % CARDS.length] ?? CARDS[0];
    const quantity = 1 + (key % 2);
    const kinds = {
      purchase: () =>
        spender.purchase(
          {
            ...{ goods_id: good.goods_id, sub_id: good.sub_id, quantity, max_total: '60' },
            mode: key % 2 === 0 ? 'async' : 'sync',
          },
          options,
        ),
      trade: () => spender.trade({ sku_id: sku.id, quantity, max_total: '60' }, options),
      use: () => spender.use({ code: card }, options),
      recharge: () => spender.recharge({ code: card, amount: 2 }, options),
      delete: () => spender.delete({ code: card }, options),
      issue: () => spender.issue({ card_type: 'count', uses: 2, count: 1 + wish + (key % 2) }, options),
    };
    const call = this.#call(owner, `${KIND_OF[command.do]} k${key}`, kinds[command.do]);
    if (cancelAfter !== null)
      this.#machine.after(cancelAfter, { process: owner.process, call: call.name }, () => abort.abort());
  }

  /** One of the entries that are in the file by now. */
  #entryAt(which: number): { id: string; kind: string; key: string } | null {
    try {
      const rows = readFile(this.#place.ledger.path, (database) =>
        database.prepare('select id, kind, idempotency_key as key from entries order by rowid').all(),
      );
      const row = rows[which % Math.max(1, rows.length)];
      return row ? { id: String(row.id), kind: String(row.kind), key: String(row.key) } : null;
    } catch {
      return null;
    }
  }

  #aboutEntry(
    owner: Owner,
    what: 'approve' | 'decline' | 'await' | 'follow' | 'reconcile' | 'mark',
    which: number,
  ): void {
    const entry = this.#entryAt(which);
    if (entry === null) return;
    const { spender } = owner;
    const { id } = entry;
    const does = {
      approve: () => spender.approve(id, { by: 'page' }),
      decline: () => spender.decline(id, { by: 'page' }),
      await: () => spender.awaitDecision(id, { maxWaitMs: 45_000 }),
      follow: () => spender.follow(id, { maxWaitMs: 45_000 }),
      reconcile: () => spender.reconcile(id),
      mark: () => spender.markCards(id),
    };
    this.#call(
      owner,
      what === 'approve' ? `${entry.kind} ${entry.key}` : `${what} ${entry.kind} ${entry.key}`,
      does[what],
    );
  }

  async #ownersWork(owner: Owner, what: string): Promise<unknown> {
    const ledger = await owner.ledger();
    switch (what) {
      case 'look':
        return owner.spender.lookAgain({ evenIfNotDue: true });
      case 'mandate':
        return ledger.addMandate({ max_order: parseMoney(20), per_day: parseMoney(30) }, 'owner');
      case 'revoke': {
        const [first] = await ledger.mandates();
        return first && ledger.revokeMandate(first.id, 'owner');
      }
      case 'stop':
        return ledger.stop('owner');
      case 'resume':
        return ledger.liftStop('owner');
      case 'lift':
        return ledger.liftSuspensions();
      case 'verify':
        return ledger.verify().then(assertNothingFound);
      default:
        return Promise.all([
          ledger.list(),
          ledger.summary(),
          ledger.budget(),
          ledger.mandates({ all: true }),
        ]);
    }
  }

  #notify(
    owner: Owner,
    { which, times, isForged }: { which: number; times: number; isForged: boolean },
  ): void {
    const trades = [...this.#supplier.trades.values()];
    const trade = trades[which % Math.max(1, trades.length)];
    if (trade === undefined) return;
    const handle = owner.spender.notificationHandler({ secret: SUPPLIER_KEY });
    for (let time = 0; time < times; time += 1) {
      const request = this.#supplier.notificationOf(trade, isForged);
      this.#call(owner, `notify ${trade.item_trade_no}`, () => handle(request));
    }
  }

  /** Nothing fails any more and nobody else is there: what is open is settled, as far as anybody can tell. */
  async #calmDown(): Promise<void> {
    for (const owner of this.#started) this.#kill(owner);
    await this.#machine.pass(HOUR_MS);
    const owner = await this.#ownerIn(OWNERS);
    if (owner === null) throw new TypeError('the last process is always started');
    for (const hours of [0, 2, 10, 10]) {
      await this.#machine.pass(hours * HOUR_MS);
      if (hours > 2) {
        this.#shop.finish();
        this.#supplier.finish();
      }
      await this.#answerOf(owner, 'look', () => owner.spender.lookAgain({ evenIfNotDue: true }));
    }
    const ledger = await this.#answerOf(owner, 'open', () => owner.ledger());
    const entries = await this.#answerOf(owner, 'read', () => Array.fromAsync(ledger.entries()));
    for (const { id } of entries) await this.#answerOf(owner, 'reconcile', () => owner.spender.reconcile(id));
    const setting = this.#schedule.setting;
    const { path } = this.#place.ledger;
    const found = await this.#answerOf(owner, 'verify', () => ledger.verify());
    const mandates = await this.#answerOf(owner, 'mandates', () => ledger.mandates({ all: true }));
    const now = await this.#answerOf(owner, 'read', () => Array.fromAsync(ledger.entries()));
    checkAll({
      setting,
      path,
      deeds: this.#deeds,
      told: this.#calls.filter(({ owner: by }) => by !== owner),
      entries: now,
      found,
      mandates,
    });
    for (const entry of now) if (isOpen(entry)) await this.#settleByHand(owner, entry);
  }

  async #settleByHand(owner: Owner, { id, state }: LedgerEntry): Promise<void> {
    const settled = await this.#answerOf(owner, 'settle', () => owner.spender.settleByOwner(id, 'failed'));
    if (settled.state !== 'failed')
      throw new Violation('no entry is stuck', `${id} stays ${state} against its owner's word`);
  }

  async #answerOf<T>(owner: Owner, name: string, work: () => Promise<T>): Promise<T> {
    let value: { it: T } | null = null;
    const call = this.#call(owner, name, async () => {
      value = { it: await work() };
    });
    await this.#untilAnswered();
    if (value === null)
      throw new Violation(
        'every call is answered',
        `${name} failed in the end: ${String(call.outcome && 'error' in call.outcome && call.outcome.error)}`,
      );
    return (value as { it: T }).it;
  }
}

const KIND_OF = {
  purchase: 'purchase',
  trade: 'supplier_trade',
  use: 'use_card',
  recharge: 'recharge_card',
  delete: 'delete_card',
  issue: 'generate_cards',
} as const;

function isOpen({ state }: LedgerEntry): boolean {
  return state === 'unknown' || state === 'pending';
}

function assertNothingFound(found: readonly { what: string }[]): void {
  if (found.length > 0)
    throw new Violation('the events account for the entries', found.map(({ what }) => what).join(' '));
}

/** In memory where the machine has such a folder: nothing here is about how fast a disk is. */
export function fastFolder(): string {
  return process.platform === 'linux' ? '/dev/shm' : tmpdir();
}
