import { bundleForTests } from '@kamikit/mcp-server/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES, type Case } from './cases.ts';
import { type Counter, openCounter } from './counter.ts';
import type { RawHost, Said } from './raw-host.ts';

const file = bundleForTests();
let counter: Counter;
let host: RawHost;
beforeAll(async () => {
  counter = await openCounter(file);
  host = await counter.open();
});
afterAll(() => counter.close());

/** What is seen of a case: the answers up to that to a ping behind it, and then those that are still expected. */
async function seen({ write, see }: Case): Promise<Said[]> {
  const before = host.said.length;
  host.write(write);
  await host.ask('behind it', 'ping');
  const answers = () => host.said.slice(before).filter(({ id }) => id !== 'behind it');
  await host.until(() => answers().length >= see.length);
  return answers();
}

const inOrder = (answers: ReadonlyArray<readonly unknown[]>) =>
  answers.map((each) => JSON.stringify(each)).sort();

describe('a host that writes', () => {
  it.each(CASES)('$what gets a clean answer', async (each) => {
    const charged = counter.charges();
    const answers = await seen(each);
    const codes = answers.map(({ id, error }) => [id, error?.code ?? 'result']);
    expect(inOrder(codes)).toEqual(inOrder(each.see));
    expect(counter.charges() - charged).toBe(each.charges ?? 0);
    expect(JSON.stringify(answers)).not.toMatch(/at .*\.mjs:\d+/);
  });

  it('all of these takes little memory, and leaves a settled ledger', async () => {
    expect(host.peakMb()).not.toBeGreaterThan(250);
    await counter.settle();
  });
});
