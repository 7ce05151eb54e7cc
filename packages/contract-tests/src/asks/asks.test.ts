import { readFileSync } from 'node:fs';
import { tools } from '@kamikit/mcp-server';
import { describe, expect, it } from 'vitest';
import type { Ask } from './ask.ts';
import { askSections } from './asks.ts';
import { ASKS_PAGE, asksPage } from './asks-page.ts';
import { playAsk } from './play-ask.ts';

const asks = askSections.flatMap((section) => section.asks);

describe.each(askSections)('$en', (section) => {
  it.each(section.asks)('$en', async (ask) => {
    await playAsk(ask);
  });
});

it('are thirty and more, none twice, and use every tool', () => {
  expect(asks.length).toBeGreaterThanOrEqual(30);
  expect(new Set(asks.flatMap(({ zh, en }) => [zh, en])).size).toBe(2 * asks.length);
  const called = new Set(asks.flatMap(({ calls }) => calls.map(({ tool }) => tool)));
  expect(tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
});

/** Arguments that no user knows: an assistant gets them from an answer, or has them read out. */
const NUMBERS = /(_id|order_sn|trade_no|^code)$/;

it.each(asks)('no call knows a number that nobody told: $en', ({ calls }) => {
  const given = calls.flatMap((call) => Object.entries(call.with));
  expect(
    given.filter(([name, value]) => NUMBERS.test(name) && !/^\$\w+(,\$\w+)*$/.test(String(value))),
  ).toEqual([]);
});

it.each(asks)('nobody but the user says what it may cost: $en', ({ zh, en, calls }) => {
  for (const { max_total = '$' } of calls.map((call) => call.with)) {
    const said = new RegExp(`\\b${max_total}\\b`);
    if (!String(max_total).startsWith('$'))
      expect([zh, en]).toEqual([expect.stringMatching(said), expect.stringMatching(said)]);
  }
});

it.each(asks)('what the user reads out is said so, in both languages: $en', (ask) => {
  expect({ zh: /〔.+〕/.test(ask.zh), en: /\[.+\]/.test(ask.en) }).toEqual({
    zh: readsOut(ask),
    en: readsOut(ask),
  });
});

/** Whether a call needs what only happened before; the user has that, not the assistant. */
function readsOut({ calls }: Ask): boolean {
  const found = new Set<string>();
  return calls.some(({ with: given, finds = {} }) => {
    const isStrange = [...JSON.stringify(given).matchAll(/\$(\w+)/g)].some(
      ([, name = '']) => !found.has(name),
    );
    for (const name of Object.keys(finds)) found.add(name);
    return isStrange;
  });
}

it('the page is what `pnpm generate` makes of them', () => {
  expect(readFileSync(ASKS_PAGE, 'utf8')).toBe(asksPage());
});
