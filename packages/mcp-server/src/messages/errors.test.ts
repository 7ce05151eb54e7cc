import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inChinese } from './said.zh.ts';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const sources = globSync(
  ['{core,ledger,spending}/src/**/*.ts', 'mcp-server/src/{tools,calling,views,config}/*.ts'],
  { cwd: packages },
).filter((name) => !/\.test\.ts$|\/testing\//.test(name));

const TEXT = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"|${'`'}((?:[^${'`'}\\]|\\.)*)${'`'})`;
/** What is thrown, or found in a ledger. */
const SAID = new RegExp(
  String.raw`(?:new KamikitError\(|\b(?:refused|refuse|suspended|invalid|unintelligible)\(\s*(?:'[a-z_]+',)?|what = |return |\? )\s*${TEXT}`,
  'g',
);

/** What stands for a fact that chooses between sentences; any other is a 1. */
const FACTS: Readonly<Record<string, string>> = {
  'UPSTREAM_NAMES[upstream]': 'supplier',
  "needed.join(' or ')": 'storefront or card service',
  'REASONS[answer]': 'the user said no',
  what: 'ledger',
  file: 'ledger',
  ago: '1 min',
  reason: ': “1”',
  way: '',
  missing: 'its last event is',
  held: 'it held 1 event',
};

function withFacts(template: string): string {
  return template.replace(/\$\{((?:[^{}]|\{[^}]*\})*)\}/g, (_, fact: string) => FACTS[fact] ?? '1');
}

const said = new Set(
  sources.flatMap((name) =>
    [...readFileSync(`${packages}${name}`, 'utf8').matchAll(SAID)].map(
      ([, single, double, template]) => single ?? double ?? withFacts(template ?? ''),
    ),
  ),
);
/** Sentences, and what the clients of the upstreams say in the middle of one. */
const sentences = [...said].filter((text) =>
  /^[A-Z][a-z]+ .*\w .*\.$|^the supplier .*\w|^1 .*supplier/s.test(text),
);

/** These are put together with a sentence of their own place, and tried below. */
const PARTS = ['The ledger 1 ledger.', 'Invalid arguments: 1.'];

it('there are sentences to look at', () => {
  expect(sentences.length).toBeGreaterThan(60);
});

it.each(sentences.filter((text) => !PARTS.includes(text)))('is told in Chinese: %s', (text) => {
  expect(inChinese(text) ?? '').toMatch(/\p{Script=Han}/u);
});

describe('with all its facts', () => {
  it.each([
    [
      'Over budget: 120 yuan requested, but only 80 of the 300 yuan for 2026-11-21 is left (220 spent).',
      '超出预算：这一单 120 元，而 2026-11-21 的 300 元只剩 80 元（已花费 220 元）。',
    ],
    [
      'storefront.purchase_async was sent, but its answer was lost (read ECONNRESET); the request may have been carried out',
      'storefront.purchase_async 已经发出，但回复丢失了（read ECONNRESET）；请求可能已经执行',
    ],
    [
      'Overcharged: 5 yuan were agreed, 7 were charged. It is not known whether this purchase took place (entry 01A): cards.use: the card service answered, but with a redirect (HTTP 301), which is not followed (check the URL); the request may have been carried out',
      '多扣了钱：约定 5 元，实扣 7 元。不知道这一笔有没有执行（记录 01A）：cards.use：卡券服务要求转到别处（HTTP 301），没有照做：请检查网址；请求可能已经执行。',
    ],
    [
      'The ledger /home/me/ledger.sqlite is damaged or not a ledger.',
      '账本 /home/me/ledger.sqlite 已损坏，或不是账本。',
    ],
    [
      'The ledger postgres://db:5432/kamikit?schema=kamikit refused this user or its password.',
      '账本 postgres://db:5432/kamikit?schema=kamikit 不接受这个用户或密码。',
    ],
    [
      'The ledger postgres://db:5432/kamikit?schema=kamikit allows this user too little (permission denied for schema kamikit).',
      '账本 postgres://db:5432/kamikit?schema=kamikit 没有给这个用户足够的权限（permission denied for schema kamikit）。',
    ],
    [
      'The ledger postgres://db:5432/kamikit?schema=kamikit can only be read: it is a standby, or its role or database is read-only.',
      '账本 postgres://db:5432/kamikit?schema=kamikit 只能读取：它是备机，或者角色或数据库设为只读。',
    ],
    [
      'The ledger postgres://db:5432/kamikit?schema=kamikit has no connection left.',
      '账本 postgres://db:5432/kamikit?schema=kamikit 没有空余的连接。',
    ],
    [
      'The ledger postgres://db:5432/kamikit?schema=kamikit took what was written without answering, and could not be asked whether it kept it.',
      '账本 postgres://db:5432/kamikit?schema=kamikit 没有回应最后一次写入，也无法查明是否已保存。',
    ],
    [
      'The configuration is invalid: KAMIKIT_DAILY_BUDGET: it must not be negative; KAMIKIT_LANG: it is missing.',
      '配置有误：KAMIKIT_DAILY_BUDGET：不能是负数；KAMIKIT_LANG：缺少这一项。',
    ],
    [
      'Invalid arguments: uses, points cannot be combined with card_type time, which takes duration and duration_unit.',
      '参数有误：card_type 为 time 时不能有 uses、points，应有 duration、duration_unit。',
    ],
    [
      '12 of 90 items are invalid, so nothing was started: item 2: goods_id: expected a whole number above 0, “coupon” is unknown; item 7: mode: expected async or sync; and 2 more.',
      '共 90 项，其中 12 项有误，没有启动：第 2 项 goods_id 应为大于 0 的整数，没有 “coupon” 这一栏；第 7 项 mode 应为 async 或 sync；另有 2 项。',
    ],
    [
      'Product 1 has several specifications, so sub_id has to say which: 11 “月卡” at 25 yuan, 12 without a price, 13 “a, at 3 yuan” at 4.5 yuan, and 3 more. Nothing was bought.',
      '商品 1 有多个规格，请用 sub_id 指定：11“月卡”（25 元）、12（没有价格）、13“a, at 3 yuan”（4.5 元），另有 3 个。什么也没有买。',
    ],
    ['The shop shows no price for “月卡”. Nothing was bought.', '店铺没有给出“月卡”的价格。什么也没有买。'],
    [
      'Product 1 has no specification 13 (it has: 11, 12).',
      '商品 1 没有规格 13（有：11、12）。什么也没有买。',
    ],
    ['Product 1 has no specification (it has: none).', '商品 1 没有规格（有：无）。什么也没有买。'],
    [
      'The owner stopped all spending of this ledger at 2026-11-21T00:00:00+08:00 (command line). Nothing was sent.',
      '所有者已于 2026-11-21T00:00:00+08:00 停止这个账本的全部消费（命令行）。什么也没有发送。',
    ],
    [
      'The owner stopped all spending of this ledger at 2026-11-21T00:00:00+08:00 (moved to postgres://db:5432/kamikit?schema=kamikit). Nothing was sent.',
      '所有者已于 2026-11-21T00:00:00+08:00 停止这个账本的全部消费（已搬到 postgres://db:5432/kamikit?schema=kamikit）。什么也没有发送。',
    ],
    ['Events 3 to 5 were altered, or signed with another key.', '事件 3 到 5 被改动过，或用了别的密钥签名。'],
    [
      'Entry 01A (purchase) was changed from outside after its last event of 2026-11-21T00:00:00.000Z (its state was sent, and is completed).',
      '记录 01A（purchase）在最后一个事件（2026-11-21T00:00:00.000Z）之后被外部改动过：状态原为 sent，现为 completed。',
    ],
  ])('%s', (english, chinese) => {
    expect(inChinese(english)).toBe(chinese);
  });
});
