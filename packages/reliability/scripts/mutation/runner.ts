import { readFileSync } from 'node:fs';
import { type RunnerTestCase, type RunnerTestSuite, type TestContext, TestRunner } from 'vitest';
import { readTold, standing, tell } from './verdicts.ts';

/** Vitest keeps what `onTestFinished` was given at the test, without telling its type. */
type Running = RunnerTestCase & { onFinished?: ((context: TestContext) => unknown)[] };
type Hits = Record<string, number>;

/** The switchboard of Stryker's instrumented code. */
const stryker: {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> };
} = {};
Object.assign(globalThis, { __stryker__: stryker });

const LOG = process.env.MUTATION_LOG ?? '';
const asked = new Set(JSON.parse(readFileSync(process.env.MUTATION_IDS ?? '', 'utf8')) as string[]);
/** The longest that a test may take in this round, in milliseconds: quick tests kill first. */
const PATIENCE = Number(process.env.MUTATION_PATIENCE);
const known = standing(readTold(LOG));

/**
 * Runs each test once as it is, then once more with each mutant that it comes through and that still lives, in the same
 * process: starting one for each mutant would take most of the time.
 */
export default class MutationRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const name = `${test.file.name} > ${test.fullTestName}`;
    const began = performance.now();
    stryker.currentTestId = test.id;
    await run(test).catch((cause: unknown) => {
      tell(LOG, { is: 'failing', test: name, why: String(cause) });
      throw cause;
    });
    stryker.currentTestId = undefined;
    const duration = performance.now() - began;
    const hits = stryker.mutantCoverage?.perTest[test.id] ?? {};
    const ids = Object.keys(hits).filter((id) => asked.has(id));
    const atLoad = Object.keys(stryker.mutantCoverage?.static ?? {}).filter((id) => asked.has(id));
    tell(LOG, { is: 'covered', test: name, ids, atLoad });
    if (duration > PATIENCE) return;
    let killed: string[] = [];
    for (const id of ids) {
      if (known.killed.has(id) || known.tried.has(`${name} ${id}`)) continue;
      const isDoubtful = known.doubtful.has(id);
      if (isDoubtful) {
        await control(test, killed);
        killed = [];
      }
      tell(LOG, { is: 'trying', test: name, id });
      const outcome = await attempt(test, id, hits[id] ?? 0, 10_000 + 20 * duration);
      tell(LOG, { is: outcome, test: name, id });
      if (outcome === 'hung') process.kill(process.pid, 'SIGKILL');
      if (outcome === 'passed') continue;
      known.killed.set(id, outcome);
      if (!isDoubtful) killed.push(id);
    }
    await control(test, killed);
  }
}

async function attempt(test: RunnerTestCase, id: string, hits: number, limit: number) {
  await tidy(test);
  Object.assign(stryker, { activeMutant: id, hitCount: 0, hitLimit: 1000 + 100 * hits });
  process.env.__STRYKER_ACTIVE_MUTANT__ = id;
  const outcome = await Promise.race([
    run(test).then(
      () => 'passed' as const,
      () => 'killed' as const,
    ),
    new Promise<'hung'>((resolve) => setTimeout(resolve, limit, 'hung').unref()),
  ]);
  Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
  delete process.env.__STRYKER_ACTIVE_MUTANT__;
  return outcome;
}

const run = async (test: RunnerTestCase): Promise<void> => void (await TestRunner.getTestFn(test)());

/** A test that a mutant failed still passes without it: otherwise something was left behind, which may fail anything. */
async function control(test: RunnerTestCase, killed: string[]): Promise<void> {
  await tidy(test);
  await run(test).catch(() => {
    tell(LOG, { is: 'in doubt', test: test.file.name, ids: killed });
    process.kill(process.pid, 'SIGKILL');
  });
}

/** What vitest does between two tries of a test. */
async function tidy(test: Running): Promise<void> {
  for (const hook of test.onFinished?.splice(0).reverse() ?? []) await hook(test.context);
  const suites: RunnerTestSuite[] = [test.file];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  for (const suite of new Set(suites))
    for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite);
}
