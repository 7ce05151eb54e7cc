import { readFileSync } from 'node:fs';
import { type RunnerTestCase, type RunnerTestSuite, type TestContext, TestRunner } from 'vitest';
import { fileOf, readTold, standing, tell } from './verdicts.ts';
import { isAbout } from './what.ts';

/** Vitest keeps what `onTestFinished` was given at the test, without telling its type. */
type Running = RunnerTestCase & { onFinished?: ((context: TestContext) => unknown)[] };
type Hits = Record<string, number>;
type Outcome = 'passed' | 'killed' | 'hung';

/** The switchboard of Stryker's instrumented code. */
const stryker: {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> };
} = {};
Object.assign(globalThis, { __stryker__: stryker });

/** A test may leave another in its place. */
const now = performance.now.bind(performance);

const LOG = process.env.MUTATION_LOG ?? '';
/** What is asked about: the file of each mutant by its id. */
const asked = new Map(
  Object.entries(
    JSON.parse(readFileSync(process.env.MUTATION_ASKED ?? '', 'utf8')) as Record<string, string[]>,
  ),
);
/** The longest that a test may take in this round, in milliseconds: quick tests kill first. */
const PATIENCE = Number(process.env.MUTATION_PATIENCE);
/** How many tests of one file may let a mutant pass in this round, unless the file is about its source. */
const ENOUGH = Number(process.env.MUTATION_ENOUGH);
const known = standing(readTold(LOG));

/**
 * Runs each test once as it is, then once more with each mutant that it comes through and that still lives, in the same
 * process: starting one for each mutant would take most of the time.
 */
export default class MutationRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const name = `${test.file.name} > ${test.fullTestName}`;
    const began = now();
    stryker.currentTestId = test.id;
    await run(test).catch((cause: unknown) => {
      tell(LOG, { is: 'failing', test: name, why: String(cause) });
      throw cause;
    });
    stryker.currentTestId = undefined;
    const duration = now() - began;
    const hits = stryker.mutantCoverage?.perTest[test.id] ?? {};
    const ids = Object.keys(hits).filter((id) => asked.has(id));
    const atLoad = Object.keys(stryker.mutantCoverage?.static ?? {}).filter((id) => asked.has(id));
    tell(LOG, { is: 'covered', test: name, ids, atLoad });
    if (duration > PATIENCE || known.failing.has(name)) return;
    const tries = new Tries(test, name, duration);
    for (const id of ids) if (isWorthATry(name, id)) await tries.try(id, hits[id] ?? 0);
    await tries.control();
  }
}

function isWorthATry(name: string, id: string): boolean {
  if (known.killed.has(id) || known.tried.has(`${name} ${id}`)) return false;
  const [file = ''] = asked.get(id) ?? [];
  return isAbout(fileOf(name), file) || (known.passes.get(`${fileOf(name)} ${id}`) ?? 0) < ENOUGH;
}

class Tries {
  /** Since the test last passed without any. */
  private killed: string[] = [];
  private isClean = true;

  private readonly test: Running;
  private readonly name: string;
  private readonly duration: number;

  constructor(test: Running, name: string, duration: number) {
    this.test = test;
    this.name = name;
    this.duration = duration;
  }

  async try(id: string, hits: number): Promise<void> {
    const isDoubtful = known.doubtful.has(id);
    if (isDoubtful) await this.control();
    tell(LOG, { is: 'trying', test: this.name, id });
    const began = now();
    let outcome = await this.attempt(id, hits);
    // Under load a test may fail because it waited for too long: it has to do so twice.
    if (outcome === 'killed' && now() - began > 1000 + 5 * this.duration) {
      await this.control();
      outcome = await this.attempt(id, hits);
    }
    if (outcome === 'hung') this.end(id, isDoubtful);
    tell(LOG, { is: outcome, test: this.name, id });
    const inFile = `${fileOf(this.name)} ${id}`;
    if (outcome === 'passed') known.passes.set(inFile, (known.passes.get(inFile) ?? 0) + 1);
    else known.killed.set(id, outcome);
    if (outcome === 'killed' && !isDoubtful) this.killed.push(id);
  }

  /** A test that a mutant failed still passes without it: otherwise something was left behind, which may fail anything. */
  async control(): Promise<void> {
    const wasClean = this.isClean;
    await tidy(this.test);
    await run(this.test).catch((cause: unknown) => {
      if (wasClean) tell(LOG, { is: 'failing', test: this.name, why: `the second time: ${cause}` });
      tell(LOG, { is: 'in doubt', test: this.test.file.name, ids: this.killed });
      process.kill(process.pid, 'SIGKILL');
    });
    this.killed = [];
    this.isClean = true;
  }

  private async attempt(id: string, hits: number): Promise<Outcome> {
    this.isClean = false;
    await tidy(this.test);
    Object.assign(stryker, { activeMutant: id, hitCount: 0, hitLimit: 1000 + 100 * hits });
    process.env.__STRYKER_ACTIVE_MUTANT__ = id;
    const limit = Math.min(10_000 + 20 * this.duration, 55_000);
    const outcome = await Promise.race([
      run(this.test).then(
        () => 'passed' as const,
        () => 'killed' as const,
      ),
      new Promise<'hung'>((resolve) => setTimeout(resolve, limit, 'hung').unref()),
    ]);
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    delete process.env.__STRYKER_ACTIVE_MUTANT__;
    return outcome;
  }

  /** Something still runs: what waits without end has to do so twice, the second time in a fresh process. */
  private end(id: string, isSecond: boolean): void {
    if (isSecond) tell(LOG, { is: 'hung', test: this.name, id });
    tell(LOG, { is: 'in doubt', test: this.test.file.name, ids: isSecond ? [] : [...this.killed, id] });
    process.kill(process.pid, 'SIGKILL');
  }
}

const run = async (test: RunnerTestCase): Promise<void> => void (await TestRunner.getTestFn(test)());

/** What vitest does between two tries of a test. */
async function tidy(test: Running): Promise<void> {
  for (const hook of test.onFinished?.splice(0).reverse() ?? []) await hook(test.context);
  const suites: RunnerTestSuite[] = [test.file];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  for (const suite of new Set(suites))
    for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite);
}
