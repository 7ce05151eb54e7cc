import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { interruption } from '../long-run.ts';
import { loadByCopies } from './copies.ts';
import { type Figures, tellFigures } from './figures.ts';
import { simulationGuards } from './guards.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/simulate.ts', import.meta.url));

/** The command; returns its exit code. */
export async function simulate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      schedules: { type: 'string', default: '10000' },
      /** The most steps of one schedule. */
      steps: { type: 'string', default: '40' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      /** As a failure prints it; a number alone begins with the schedule after as many. */
      path: { type: 'string' },
      json: { type: 'boolean', default: false },
      guards: { type: 'boolean', default: false },
      /** The name of a guard that is taken out of the product. */
      without: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  if (values.guards) return findGuards(Number(values.schedules), seed, values.json);
  const without = simulationGuards.find(({ name }) => name === values.without);
  if (values.without !== undefined && without === undefined)
    throw new TypeError(`no guard is called ${values.without}`);
  const isTakenOut = loadByCopies(without);
  const { runCampaign } = await import('./campaign.ts');
  const isInterrupted = interruption();
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  const { figures, failure } = await runCampaign({
    ...{ count: Number(values.schedules), mostSteps: Number(values.steps), seed, path: values.path },
    isShrinking: without === undefined,
    isInterrupted,
    onProgress({ schedules }) {
      if (!values.json && schedules % 100 === 0)
        process.stderr.write(`${schedules} schedules, ${seconds()} s\n`);
    },
  });
  if (without !== undefined && !isTakenOut())
    throw new TypeError(`nothing was played without: ${without.name}`);
  const whole = { seed, ...figures, seconds: seconds() };
  if (values.json) say(JSON.stringify({ ...whole, failure }));
  else say(tellFigures(whole));
  if (failure === null) return 0;
  if (!values.json) {
    const { setting, chance, commands } = failure.smallest;
    say(failure.message);
    say(`Again: pnpm simulate --seed ${seed} --steps ${values.steps} --path ${failure.path} --schedules 1`);
    for (const part of [{ chance }, setting, ...commands]) say(`  ${JSON.stringify(part)}`);
  }
  return 1;
}

interface Found {
  guard: string;
  invariant: string;
  /** After how many schedules; null for never. */
  schedules: number | null;
}

/** Simulates the product once for each guard, without it. Every one has to be missed. */
async function findGuards(mostSchedules: number, seed: number, isJson: boolean): Promise<number> {
  const found: Found[] = [];
  for (const { name } of simulationGuards) {
    const each = await findGuard(name, mostSchedules, seed);
    found.push(each);
    if (!isJson)
      say(`| ${each.guard} | ${each.invariant} | ${each.schedules ?? `not within ${mostSchedules}`} |`);
  }
  if (isJson) say(JSON.stringify(found));
  return found.every(({ schedules }) => schedules !== null) ? 0 : 1;
}

async function findGuard(name: string, mostSchedules: number, seed: number): Promise<Found> {
  const args = ['--conditions=@kamikit/source', SCRIPT, '--json', '--without', name];
  const run = promisify(execFile)(process.execPath, [
    ...args,
    '--schedules',
    `${mostSchedules}`,
    '--seed',
    `${seed}`,
  ]);
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const result: { failure: { invariant: string; after: number } | null } & Figures = JSON.parse(stdout);
  return {
    guard: name,
    invariant: result.failure?.invariant ?? '',
    schedules: result.failure?.after ?? null,
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
