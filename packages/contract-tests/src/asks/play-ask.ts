import { listedTools } from '@kamikit/mcp-server';
import { connectHost, startTestSandbox } from '@kamikit/mcp-server/test';
import { expect } from 'vitest';
import type { Ask, AskCall, Given, Step } from './ask.ts';

type Found = Map<string, unknown>;

/** Has a host make an ask's calls, each with what the ones before have found, and holds the last answer against what was asked for. */
export async function playAsk({
  settings,
  before = [],
  hasRealWaits,
  calls,
  answer,
  charges = 0,
}: Ask): Promise<void> {
  const { sandbox, environment } = await startTestSandbox();
  const host = await connectHost({
    environment: { ...environment, ...settings },
    ...(hasRealWaits && { outside: {} }),
  });
  await host.client.listTools(); // from here on the client holds each answer against the advertised schema
  const found: Found = new Map();
  let keys = 0;

  async function call({ tool, with: given, tells = {}, finds = {}, fails }: AskCall) {
    keys += 1;
    const key = needsKey(tool) ? { idempotency_key: `key ${keys}` } : {};
    const said = await host.call(tool, { ...key, ...Object(filledIn(given, found)) });
    const code = Object(said.answer.error).code;
    expect({ tool, code }, JSON.stringify(said.answer)).toEqual({ tool, code: fails });
    expect(said.answer).toMatchObject(Object(expected(tells, said.answer, found)));
    for (const [name, path] of Object.entries(finds)) found.set(name, valueAt(said.answer, path));
    return said.answer;
  }

  async function happens(step: Step) {
    if ('fault' in step) sandbox.addFault(step.fault);
    else if ('hours' in step) await host.pass(step.hours * 60 * 60 * 1000);
    else await call(step);
  }

  const charged = () => {
    const { storefront, supplier } = sandbox.state();
    return storefront.charges.length + supplier.charges.length;
  };
  for (const step of before) await happens(step);
  const paid = charged();
  let last = {};
  for (const each of calls) last = await call(each);
  expect(last).toMatchObject(Object(expected(answer, last, found)));
  expect(charged() - paid).toBe(charges);
}

function needsKey(tool: string): boolean {
  const { inputSchema } = listedTools.find(({ definition }) => definition.name === tool)?.definition ?? {};
  return Object.hasOwn(Object(inputSchema?.properties), 'idempotency_key');
}

/** @throws {Error} when there is nothing, as then no assistant could go on from there. */
function valueAt(answer: unknown, path: string): unknown {
  const value = path.split('.').reduce<unknown>((within, name) => Object(within)[name], answer);
  if (value === undefined || value === null) throw new Error(`${path} is not in ${JSON.stringify(answer)}`);
  return value;
}

/** What a call is made with: `$name` alone is what was found, whatever its type; within a text it is put in. */
function filledIn(given: Given | Readonly<Record<string, Given>>, found: Found): unknown {
  if (typeof given === 'string') return withNames(given, found);
  if (Array.isArray(given)) return given.map((each) => filledIn(each, found));
  if (typeof given !== 'object') return given;
  return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, filledIn(each, found)]));
}

/** @throws {Error} for a name that nothing has found. */
function withNames(text: string, found: Found): unknown {
  const known = (name: string) => {
    if (!found.has(name)) throw new Error(`nothing before has found $${name}`);
    return found.get(name);
  };
  const [, whole] = /^\$(\w+)$/.exec(text) ?? [];
  return whole === undefined
    ? text.replace(/\$(\w+)/g, (_, name: string) => String(known(name)))
    : known(whole);
}

/** What vitest is to look for: of a list, `{0: ..., 2: ...}` are the elements that matter. */
function expected(wanted: unknown, actual: unknown, found: Found): unknown {
  if (wanted instanceof RegExp) return expect.stringMatching(wanted);
  if (typeof wanted === 'string') return withNames(wanted, found);
  if (typeof wanted !== 'object' || wanted === null) return wanted;
  const parts = Object.entries(wanted).map(([name, each]): [string, unknown] => [
    name,
    expected(each, Object(actual)[name], found),
  ]);
  if (!Array.isArray(actual)) return Object.fromEntries(parts);
  return Object.assign([...actual], Object.fromEntries(parts));
}
