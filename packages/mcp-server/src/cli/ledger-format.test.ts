import { parseMoney } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { commands } from '../messages/commands.en.ts';
import { commands as chinese } from '../messages/commands.zh.ts';
import { formatEntry } from './ledger-format.ts';

const entry: LedgerEntry = {
  ...{ id: '7', kind: 'purchase', idempotency_key: 'k', state: 'unknown', never_sent: false },
  ...{
    agreed: null,
    charged: null,
    overcharged: false,
    refund_shown: false,
    goods: null,
    used: [],
    unused: null,
  },
  ...{ request: { goods_id: 1 }, amount: null, reference: null, result: null, evidence: {}, error: null },
  advice: 'Look at the shop’s \u001B[2Jorder list.',
  ...{
    person: null,
    created_at: '2026-11-20T10:00:00+08:00',
    sent_at: null,
    updated_at: '2026-11-20T10:00:00+08:00',
  },
  ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, mandate: null },
  damaged: null,
  job: null,
  job_item: null,
};

it('an entry shows what is known, the cards as delivered, and nothing that controls a terminal', () => {
  const shown = formatEntry(entry, 'A-1----\u001B]0;title\u0007pass\nB-2', commands);
  expect(shown).toContain('advice     Look at the shop’s [2Jorder list.');
  expect(shown).toContain('A-1----]0;titlepass\nB-2');
  expect(shown).not.toContain('\u001B');
  expect(shown).not.toContain('evidence');
});

it('an entry says which of its cards are unused, by their numbers', () => {
  expect(formatEntry({ ...entry, used: [2], unused: 2 }, 'A\nB\nC', commands)).toContain('unused     1, 3\n');
  expect(formatEntry(entry, null, commands)).not.toContain('unused');
});

it('an entry says who wanted it, where several people use the ledger', () => {
  expect(formatEntry({ ...entry, person: 'alice' }, null, commands)).toContain('person     alice\n');
  expect(formatEntry(entry, null, commands)).not.toContain('person');
});

it.each([
  [commands, 'command line, 2026-11-20'],
  [chinese, '命令行，2026-11-20'],
] as const)('an entry says who decided, in our words: %#', (say, told) => {
  const decided = { ...entry, decided_by: 'command line', decided_at: '2026-11-20' };
  expect(formatEntry(decided, null, say)).toContain(told);
});

it('a damaged entry says so, and what of it cannot be read', () => {
  const damaged = { ...entry, damaged: ['request'] };
  expect(formatEntry(damaged, null, commands)).toContain('damaged    cannot be read: request');
});

it('what was overcharged says so before anything else', () => {
  const charged = { ...entry, agreed: parseMoney(10), charged: parseMoney(500), overcharged: true };
  expect(formatEntry(charged, null, commands)).toMatch(
    /^warning +Overcharged: 10 yuan were agreed, 500 were charged\./,
  );
});

it('no text of a shop passes for one of our lines', () => {
  const result = { notice: 'a\u2028b\nyuan 1' };
  const shown = formatEntry({ ...entry, reference: 'SN1\nstate      completed', result }, null, commands);
  expect(shown.match(/^state/gm)).toHaveLength(1);
  expect(shown).toMatch(/^notice {5}a ?b yuan 1$/m);
});

it('an entry tells what was bought, cleaned', () => {
  const goods = { name: '腾讯视频<b>月卡</b>\n', specification: '30天\u202E', quantity: 2 };
  expect(formatEntry({ ...entry, goods }, null, commands)).toContain('goods      2 × 腾讯视频月卡 [30天]\n');
});

it('in Chinese an entry is told in Chinese, and what a library said behind that', () => {
  const shown = formatEntry({ ...entry, agreed: parseMoney(10) }, 'A-1', chinese);
  expect(shown).toMatch(/^类型 {7}购买$/m);
  expect(shown).toMatch(/^状态 {7}结果不明$/m);
  expect(shown).toMatch(/^约定 {7}10 元$/m);
  expect(shown).toMatch(/^说明 {7}结果不明，查清之前不要重复操作。（Look at the shop’s .*）$/m);
  expect(shown).toMatch(/^卡密 {7}原样如下：\nA-1$/m);
});
