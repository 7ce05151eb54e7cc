import { Client } from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { postgresForTests } from '../../test/postgres-for-tests.ts';
import type { Log } from '../config/log.ts';
import type { Engine, Errand } from './errand.ts';
import { workOverPostgres } from './over-postgres.ts';

// pg-boss has timers of its own, the least of which is half a second.
const PATIENCE = { timeout: 40_000, interval: 50 };

const server = postgresForTests('shared work');

/** Several instances, each with an errand of the same name, of which all look at the same list. */
async function instances(test: string, count: number, { failingLooks = 0 } = {}) {
  const todo = new Set<string>();
  const begun: string[] = [];
  const failures: unknown[] = [];
  const logged: unknown[] = [];
  let onRun = async (what: string, _signal: AbortSignal, _instance: number, _turn?: AbortSignal) =>
    void todo.delete(what);
  const looks: number[] = [];
  const start = (instance: number) => {
    const errand: Errand = {
      ...{ name: 'jobs', everyMs: 1_000 },
      async due() {
        looks.push(instance);
        if (looks.length <= failingLooks) throw new Error('no ledger');
        return [...todo];
      },
      async run(what, signal, turn) {
        begun.push(`${what} by ${instance}`);
        await onRun(what, signal, instance, turn);
      },
    };
    const onFailure = (_: Errand, error: unknown) => failures.push(error);
    const log: Log = (...line) => logged.push(line);
    const options = { onFailure, log, pollSeconds: 0.5, turnMs: 200 };
    return workOverPostgres(`${server()?.url}?schema=${test}`, [errand], options);
  };
  const engines = await Promise.all(Array.from({ length: count }, (_, at) => start(at)));
  onTestFinished(async () => {
    await Promise.all(engines.map((engine) => engine.end()));
  });
  return {
    ...{ engines, todo, begun, failures, looks, logged },
    whenRun(run: typeof onRun) {
      onRun = run;
    },
  };
}

/** The server's owner, beside all instances. */
async function administer(): Promise<Client> {
  const admin = new Client({ connectionString: server()?.url });
  await admin.connect();
  onTestFinished(() => admin.end());
  return admin;
}

/** A look while one is under way is none of its own, as that one may have looked already. */
async function lookUntilDone(engine: Engine | undefined, todo: ReadonlySet<string>): Promise<void> {
  await vi.waitFor(() => {
    engine?.look();
    expect(todo.size).toBe(0);
  }, PATIENCE);
}

describe('of several instances', () => {
  it('each thing is done by one at a time', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, begun, whenRun } = await instances('once', 3);
    const underWay = new Map<string, number>();
    let most = 0;
    whenRun(async (what) => {
      underWay.set(what, (underWay.get(what) ?? 0) + 1);
      most = Math.max(most, underWay.get(what) ?? 0);
      // Long enough for the others to be told of it, too.
      await new Promise((resolve) => setImmediate(resolve));
      for (const engine of engines) engine.look();
      underWay.set(what, (underWay.get(what) ?? 0) - 1);
      todo.delete(what);
    });
    for (const what of ['a', 'b', 'c', 'd']) todo.add(what);
    for (const engine of engines) engine.look();
    await vi.waitFor(() => expect(todo.size).toBe(0), PATIENCE);
    expect(new Set(begun.map((each) => each[0]))).toEqual(new Set(['a', 'b', 'c', 'd']));
    expect(most).toBe(1);
  });

  it('another goes on with what one that ends has left', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, begun, whenRun } = await instances('left', 2);
    let first: number | null = null;
    whenRun(async (what, signal, instance) => {
      first ??= instance;
      if (instance !== first) return void todo.delete(what);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    todo.add('job');
    engines[0]?.look();
    await vi.waitFor(() => expect(begun).toHaveLength(1), PATIENCE);
    await engines[first ?? 0]?.end();
    await vi.waitFor(() => expect(todo.size).toBe(0), PATIENCE);
    expect(begun).toEqual([`job by ${first}`, `job by ${1 - Number(first)}`]);
  });

  it('what takes long gives way to what waits, and goes on behind it', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, begun, looks, whenRun } = await instances('turns', 1);
    const goesOn = new Set(['a', 'b', 'c', 'd']);
    const [late, allGaveWay] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let gaveWay = 0;
    whenRun(async (what, _signal, _instance, turn) => {
      if (what === 'late') late.resolve();
      if (!goesOn.delete(what)) {
        // What is done before would leave nothing to give way to.
        await allGaveWay.promise;
        return void todo.delete(what);
      }
      await new Promise<void>((resolve) => turn?.addEventListener('abort', () => resolve()));
      gaveWay += 1;
      if (gaveWay === 4) allGaveWay.resolve();
      // The others are still under way as somebody looks for the late one.
      if (gaveWay > 1) await late.promise;
    });
    for (const what of goesOn) todo.add(what);
    engines[0]?.look();
    await vi.waitFor(() => expect(begun).toHaveLength(4), PATIENCE);
    // Nobody waits yet.
    const looked = looks.length;
    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(looked + 4), PATIENCE);
    expect(begun).toHaveLength(4);
    todo.add('late');
    engines[0]?.look();
    // Nobody else looks, other than by the minute.
    await vi.waitFor(() => expect(todo.size).toBe(0), { timeout: 20_000 });
    expect(begun.slice(4).toSorted()).toEqual(['a by 0', 'b by 0', 'c by 0', 'd by 0', 'late by 0']);
  });

  it('what fails is told, and tried again', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, begun, failures, whenRun } = await instances('again', 2);
    whenRun(async (what) => {
      if (begun.length === 1) throw new Error('no shop');
      todo.delete(what);
    });
    todo.add('job');
    engines[1]?.look();
    await vi.waitFor(() => expect(todo.size).toBe(0), PATIENCE);
    expect(failures).toEqual([new Error('no shop')]);
    expect(begun).toHaveLength(2);
  });

  it('one that cannot find out what there is tells so, and looks again', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, failures } = await instances('looks', 1, { failingLooks: 1 });
    await vi.waitFor(() => expect(failures).toEqual([new Error('no ledger')]), PATIENCE);
    todo.add('job');
    await lookUntilDone(engines[0], todo);
  });

  it('a look for later comes then, whoever is alive, once for all who want it then', async ({ skip }) => {
    skip(server() === null);
    const { engines, looks } = await instances('later', 2);
    const admin = await administer();
    const later = async () =>
      (await admin.query("select state from later_work.job where singleton_key like 'jobs %'")).rows;
    // As they start, each may look.
    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(0), PATIENCE);
    const before = looks.length;
    // Both in one slot.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Math.floor(Date.now() / 2_000) * 2_000);
    for (const engine of engines) engine.look(1_000);
    clock.mockRestore();
    await vi.waitFor(async () => expect(await later()).toHaveLength(1), PATIENCE);
    await engines[0]?.end();
    await vi.waitFor(async () => expect(await later()).toEqual([{ state: 'completed' }]), PATIENCE);
    expect(looks.length).toBeGreaterThan(before);
  });

  it('a look for later keeps none from looking now', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo } = await instances('now', 1);
    const admin = await administer();
    const kept = `select count(*) from now_work.job where singleton_key like 'jobs %' and state = 'created'
      and start_after between now() + interval '59 minutes' and now() + interval '61 minutes'`;
    engines[0]?.look(3_600_000);
    await vi.waitFor(async () => expect((await admin.query(kept)).rows).toEqual([{ count: '1' }]), PATIENCE);
    todo.add('job');
    await lookUntilDone(engines[0], todo);
    expect((await admin.query(kept)).rows).toEqual([{ count: '1' }]);
  });

  it('one that has ended tells that it cannot look any more', async ({ skip }) => {
    skip(server() === null);
    const { engines, failures } = await instances('ended', 1);
    await engines[0]?.end();
    engines[0]?.look();
    await vi.waitFor(() => expect(failures).toEqual([expect.any(Error)]), PATIENCE);
  });

  it('one whose connections the server ends tells so, once, and goes on', async ({ skip }) => {
    skip(server() === null);
    const { engines, todo, logged } = await instances('cut', 1);
    const admin = await administer();
    const cut = 'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1';
    await vi.waitFor(async () => {
      await admin.query(cut, ['kamikit work']);
      expect(logged).toContainEqual([
        'warn',
        'work',
        { reason: expect.stringContaining('terminat'), count: 1 },
      ]);
    }, PATIENCE);
    await admin.query(cut, ['kamikit work']);
    todo.add('job');
    await lookUntilDone(engines[0], todo);
    // Each of its connections failed, and one line is enough for a minute.
    expect(logged).toHaveLength(1);
  });

  it('one listens on no connection, as nobody would hear of an error there, which ends a program', async ({
    skip,
  }) => {
    skip(server() === null);
    await instances('heard', 1);
    const admin = await administer();
    const asked = 'select query from pg_stat_activity where application_name = $1';
    const { rows } = await admin.query<{ query: string }>(asked, ['kamikit work']);
    expect(rows).not.toEqual([]);
    expect(rows.filter(({ query }) => /^listen/i.test(query))).toEqual([]);
  });
});

it('what cannot be begun with is told at once, and leaves no connection behind', async ({ skip }) => {
  skip(server() === null);
  const errand: Errand = { name: 'no name', everyMs: 1_000, due: async () => [], run: async () => {} };
  const options = { onFailure: () => {}, log: () => {} };
  await expect(workOverPostgres(`${server()?.url}?schema=name`, [errand], options)).rejects.toThrow(/name/i);
  const admin = await administer();
  const all = 'select pid from pg_stat_activity where application_name = $1';
  await vi.waitFor(async () => expect((await admin.query(all, ['kamikit work'])).rowCount).toBe(0), PATIENCE);
});

it('needs no leave to create a schema where its own is there', async ({ skip }) => {
  skip(server() === null);
  const admin = await administer();
  await admin.query("create role working login password 'secret'");
  await admin.query('create schema mine_work authorization working');
  const url = new URL(`${server()?.url}?schema=mine`);
  url.username = 'working';
  const run = vi.fn(async () => {});
  const errand: Errand = { name: 'jobs', everyMs: 1_000, due: async () => ['job'], run };
  const options = { onFailure: () => {}, log: () => {}, pollSeconds: 0.5 };
  const engine = await workOverPostgres(url.href, [errand], options);
  onTestFinished(() => engine.end());
  await vi.waitFor(() => expect(run).toHaveBeenCalled(), PATIENCE);
});
