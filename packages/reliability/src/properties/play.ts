import type { FaultKind } from '@kamikit/sandbox';
import fc from 'fast-check';
import * as z from 'zod';
import { type Arguments, allowed, violating } from './arguments.ts';
import { existingThings } from './existing.ts';
import { judgeFor } from './judge.ts';
import { openStage, type Stage, type StageOptions } from './open-stage.ts';
import { settle } from './settle.ts';

interface Fault {
  upstream: string;
  operation: string;
  kind: FaultKind;
  [parameter: string]: unknown;
}

interface Call {
  name: string;
  args: Arguments;
  /** What goes wrong at an upstream meanwhile. */
  fault: Fault | null;
}

/** What a run came to. */
export interface Figures {
  calls: number;
  seed: number;
  answered: number;
  /** How many failures had each code. */
  failures: Record<string, number>;
  faults: number;
  /** Charges, uses, recharges, issues and deletions that the upstreams count. */
  committed: number;
  violations: string[];
  seconds: number;
}

const answerSchema = z.object({
  content: z.unknown(),
  structuredContent: z.unknown(),
  isError: z.boolean().optional(),
});

const PARTS: ReadonlyArray<Omit<StageOptions, 'seed'>> = [
  { language: 'en', reveal: 'inline' },
  { language: 'zh', reveal: 'sealed' },
];

const FAULTS: readonly FaultKind[] = [
  ...(['refuse_connection', 'reset_before', 'reset_after', 'status', 'html'] as const),
  ...(['truncate', 'garbage', 'rate_limit'] as const),
];

/** That many calls, in both languages and with both ways of showing cards. The same seed makes the same calls. */
export async function play(calls: number, seed: number): Promise<Figures> {
  const began = performance.now();
  const figures: Figures = {
    ...{ calls, seed, answered: 0, failures: {}, faults: 0, committed: 0, violations: [], seconds: 0 },
  };
  for (const part of PARTS) {
    const stage = await openStage({ ...part, seed });
    try {
      await playOn(stage, Math.ceil(calls / PARTS.length), figures);
    } finally {
      await stage.close();
    }
  }
  figures.seconds = (performance.now() - began) / 1000;
  return figures;
}

async function playOn(stage: Stage, calls: number, figures: Figures): Promise<void> {
  const judge = judgeFor(stage);
  const things = await existingThings(stage);
  const property = fc.asyncProperty(callsOf(stage), async ({ name, args, fault }) => {
    if (fault !== null) {
      stage.sandbox.addFault(fault);
      figures.faults += 1;
    }
    const named = things.in(args);
    const before = stage.requests();
    const result = answerSchema.parse(await stage.client.callTool({ name, arguments: named }));
    const { code, wrongs } = judge(name, result);
    if (isNotListed(stage, name, named)) {
      if (code !== 'invalid_request') wrongs.push('taken against its schema');
      if (stage.requests() > before) wrongs.push('an upstream was asked');
    }
    things.learn(named, result.structuredContent);
    if (code === 'answered') figures.answered += 1;
    else figures.failures[code] = (figures.failures[code] ?? 0) + 1;
    if (wrongs.length > 0)
      throw new Error(`${wrongs.join('; ')}: ${JSON.stringify(result.structuredContent).slice(0, 800)}`);
  });
  const checked = await fc.check(property, { seed: figures.seed, numRuns: calls });
  if (checked.failed)
    figures.violations.push(
      `${stage.language}: ${checked.errorInstance}\n${await fc.asyncDefaultReportMessage(checked)}`,
    );
  const { committed, wrongs } = await settle(stage);
  figures.committed += committed;
  figures.violations.push(...wrongs.map((wrong) => `${stage.language}: ${wrong}`));
}

/**
 * Whether a field is missing, or one is there that the schema does not have. `__proto__` never arrives: the SDK's own
 * reading of a request leaves it out.
 */
function isNotListed({ tools }: Stage, name: string, args: Arguments): boolean {
  const { properties = {}, required = [] } = tools.find((tool) => tool.name === name)?.inputSchema ?? {};
  const missing = required.some((field) => !Object.hasOwn(args, field));
  const known = [...Object.keys(properties), '__proto__'];
  return missing || Object.keys(args).some((field) => !known.includes(field));
}

/** Calls of every tool, half of them as its schema allows. */
function callsOf({ tools, secrets }: Stage): fc.Arbitrary<Call> {
  const withSecret = fc.constantFrom(...secrets);
  return fc
    .record({
      call: fc.oneof(
        ...tools.map(({ name, inputSchema }) =>
          fc
            .oneof(
              { weight: 3, arbitrary: allowed(inputSchema) },
              { weight: 2, arbitrary: violating(inputSchema) },
            )
            .map((args) => ({ name, args })),
        ),
      ),
      secret: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: withSecret }),
      fault: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: faults }),
    })
    .map(({ call: { name, args }, secret, fault }) => ({
      ...{ name, fault },
      args: secret === null ? args : holding(args, secret),
    }));
}

const faults: fc.Arbitrary<Fault> = fc.record({
  upstream: fc.constantFrom('storefront', 'cards', 'supplier'),
  operation: fc.constant('*'),
  kind: fc.constantFrom(...FAULTS),
});

/** A user pasted a key where it does not belong. */
function holding(args: Arguments, secret: string): Arguments {
  const [name = 'search'] = Object.keys(args).filter((field) => typeof args[field] === 'string');
  return { ...args, [name]: `my key is ${secret}` };
}
