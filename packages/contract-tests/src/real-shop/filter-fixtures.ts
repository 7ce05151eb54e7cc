import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FIXTURES } from '../interactions/fixture-files.ts';

const recording = <Case extends z.ZodType>(each: Case) =>
  z.strictObject({
    provenance: z.strictObject({ kind: z.literal('recorded'), source: z.string().min(1) }),
    /** How it was made. */
    made: z.string().min(1),
    cases: z.array(each).min(1),
  });

/** Signed fields that our client does not send like this, and the shop's refusal; null where it took them. */
const sent = recording(
  z.strictObject({ form: z.record(z.string(), z.string()), refusal: z.string().min(1).nullable() }),
);

const schemas = {
  values: sent,
  firewall: sent,
  /** What `preg_match` found; null: it could not compile the pattern. */
  patterns: recording(
    z.strictObject({ pattern: z.string(), value: z.string(), found: z.boolean().nullable() }),
  ),
  'pasted-cards': recording(z.strictObject({ pasted: z.string(), kept: z.string() })),
};

/**
 * What the real shop's request filter was seen to do to single values, `fixtures/request-filter`. Unlike the fixtures of
 * operations these hold no whole exchanges: the shop was asked with fields that no method of a client takes.
 */
export function filterCases<Name extends keyof typeof schemas>(
  name: Name,
): z.output<(typeof schemas)[Name]>['cases'] {
  const text = readFileSync(`${FIXTURES}request-filter/${name}.json`, 'utf8');
  return schemas[name].parse(JSON.parse(text)).cases;
}
