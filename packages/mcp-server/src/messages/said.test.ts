import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { results } from './results.zh.ts';
import { inChinese } from './said.zh.ts';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const sources = globSync(['{core,ledger,spending}/src/**/*.ts', 'mcp-server/src/config/*.ts'], {
  cwd: packages,
}).filter((name) => !/\.test\.ts$|\/testing\//.test(name));

const LITERAL =
  /(?:(?:advice|hint):|const [A-Z_]+(?:: \w+)? =)\s+(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"|`((?:[^`\\]|\\.)*)`)/g;

/** What our libraries and config/ advise, each fact in it being a `1`; what begins with a fact is put together of others. */
const advice = sources.flatMap((name) =>
  [...readFileSync(`${packages}${name}`, 'utf8').matchAll(LITERAL)]
    .map(([, single, double, template]) => single ?? double ?? template?.replace(/\$\{[^}]*\}/g, '1') ?? '')
    .filter((text) => /^[A-Z][a-z]+ .*\w \w.*\.$/.test(text)),
);

it('there is advice to look at', () => {
  expect(advice.length).toBeGreaterThan(20);
});

it.each(advice)('what a library advises is known in Chinese: %s', (said) => {
  expect(inChinese(said) ?? '').toMatch(/\p{Script=Han}/u);
});

it('with its facts', () => {
  const said =
    'The shop charged 47.5 yuan, but the order number never arrived. Its cards are in the order list on the shop’s own website. Do not buy again.';
  expect(results.advice('pending', { said })).toBe(
    '店铺扣了 47.5 元，但没有收到订单号。卡密在店铺自己网站的订单列表里。不要再次购买。',
  );
});

it('what is new is told in English behind a Chinese sentence', () => {
  expect(results.advice('unknown', { said: 'Something new.' })).toBe(
    '结果不明，查清之前不要重复操作。（Something new.）',
  );
});
