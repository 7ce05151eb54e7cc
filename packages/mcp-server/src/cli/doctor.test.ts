import { expect, it } from 'vitest';
import { commands } from '../messages/commands.en.ts';
import { report } from './doctor.ts';
import type { Check, Finding } from './doctor-checks.ts';

const ok = (text: string): Finding => ({ verdict: 'ok', text });
const SOURCES = { configuration: 'a file', ledger: 'another' };
const TOLD = 'Configuration: a file\\nLedger: another\\n\\n';
const never = new Promise<Finding>(() => {});

async function told(checks: readonly Check[], json = false) {
  let printed = '';
  const nothing = () => {};
  const print = (text: string) => {
    printed += text;
  };
  const status = { show: nothing, clear: nothing };
  const isWell = await report(
    checks,
    { print, say: commands, status },
    { json, redact: (text) => text.replace('key', '…'), sources: SOURCES },
  );
  return { isWell, printed };
}

const check = (name: string, run: Check['run'], limitMs = 60_000): Check => {
  return { name, run, limitMs, tooLate: { verdict: 'bad', text: `no answer of ${name}` } };
};

it('checks run side by side, and are told in their order', async () => {
  const { promise, resolve } = Promise.withResolvers<Finding>();
  const last = () => {
    resolve(ok('first'));
    return ok('last');
  };
  const { isWell, printed } = await told([check('a', () => promise), check('b', last)]);
  expect(isWell).toBe(true);
  expect(printed).toMatch(new RegExp(`^${TOLD}ok {3}a +first\\nok {3}b +last\\n\\nNo problems found\\.\\n$`));
});

it('a check that does not end is told in words of its own, and stops; the others are told as ever', async () => {
  let isStopped = false;
  const hanging = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => {
      isStopped = true;
    });
    return never;
  };
  const { isWell, printed } = await told([check('a', hanging, 1), check('b', () => ok('well'))]);
  expect(isWell).toBe(false);
  expect(isStopped).toBe(true);
  expect(printed).toMatch(
    new RegExp(`^${TOLD}BAD {2}a +no answer of a\\nok {3}b +well\\n\\n1 problem found\\.\\n$`),
  );
});

it('as JSON it is one object, with no key', async () => {
  const failing = () => {
    throw new Error('a key');
  };
  const { isWell, printed } = await told([check('a', () => ok('b\u001B\nkey')), check('c', failing)], true);
  expect(isWell).toBe(false);
  expect(JSON.parse(printed)).toEqual({
    ...SOURCES,
    ok: false,
    checks: [
      { name: 'a', verdict: 'ok', text: 'b …' },
      { name: 'c', verdict: 'bad', text: expect.stringContaining('a …') },
    ],
  });
});
