import { stripVTControlCharacters } from 'node:util';
import { parseMoney } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { ledgerCommand } from '../messages/ledger-command.en.ts';
import { ledgerCommand as chinese } from '../messages/ledger-command.zh.ts';
import { formatTable, waitingColumns } from './ledger-table.ts';
import { widthOf } from './text-width.ts';

const entry: LedgerEntry = {
  ...{ id: '2d86191e-6489-4853-a27c-31766a8a151a', kind: 'purchase', idempotency_key: 'k' },
  ...{
    state: 'completed',
    never_sent: false,
    used: [],
    unused: null,
    request: {},
    amount: parseMoney(10),
    agreed: parseMoney(10),
  },
  ...{ charged: null, overcharged: false, refund_shown: false, reference: '20261120123456789012' },
  goods: { name: '腾讯视频VIP会员月卡（全国通用·自动发货）', specification: '30天 官方直充', quantity: 2 },
  ...{
    result: null,
    evidence: {},
    error: null,
    advice: null,
    sent_at: null,
    damaged: null,
    job: null,
    job_item: null,
  },
  ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, mandate: null },
  ...{ person: null, created_at: '2026-11-20T10:00:00+08:00', updated_at: '2026-11-20T10:00:00+08:00' },
};

const entries: LedgerEntry[] = [
  entry,
  { ...entry, goods: { name: 'Netflix Premium 4K', specification: null, quantity: 1 } },
  { ...entry, goods: { name: '👨‍👩‍👧‍👦 家庭', specification: 'Ａ', quantity: 3 }, charged: parseMoney(500) },
  { ...entry, goods: null, kind: 'generate_cards', amount: null },
];

it('of what waits for its owner a table says who wants it, where several people use the ledger', () => {
  const headings = (shown: readonly LedgerEntry[]) =>
    stripVTControlCharacters(formatTable(shown, ledgerCommand, 120, waitingColumns(shown))).split('\n');
  expect(headings(entries)[0]).not.toContain('person');
  const [heading, first, second] = headings([{ ...entry, person: 'alice' }, entry]);
  expect(heading).toMatch(/yuan +person +what/);
  expect(first).toMatch(/10 +alice +2 × /);
  expect(second).toMatch(/10 +2 × /);
});

const lines = (shown: readonly LedgerEntry[], width?: number, say = ledgerCommand) =>
  stripVTControlCharacters(formatTable(shown, say, width)).split('\n');

it.each([30, 40, 60, 80, 120, 200])(
  'a table fits %d columns, and its columns begin below each other',
  (width) => {
    const [heading = '', ...rows] = lines(entries, width);
    expect(rows).toHaveLength(entries.length);
    for (const line of [heading, ...rows]) expect(widthOf(line)).toBeLessThanOrEqual(width);
    const at = widthOf(heading.slice(0, heading.indexOf('what')));
    if (width < 60) return;
    for (const [row, what] of ['2 × ', '1 × ', '3 × ', 'generate'].entries()) {
      const line = rows[row] ?? '';
      expect(widthOf(line.slice(0, line.indexOf(what)))).toBe(at);
    }
  },
);

it('what is done to a card names it by its end, and what issues some says how many of which', () => {
  const about = { ...entry, goods: null, amount: null };
  const used = { ...about, kind: 'use_card', request: { code: 'ABCD-EFGH-1GT2' } };
  const issued = { ...about, kind: 'generate_cards', request: { card_type: 'time', count: 3 } };
  const [, first, second] = lines([used, issued], 80);
  expect(first).toMatch(/ use_card …1GT2$/);
  expect(second).toMatch(/ generate_cards 3 × time$/);
});

it('80 columns tell when, what became of it, what it cost and what it was', () => {
  expect(lines(entries, 80)).toEqual([
    'id        when              state      yuan  what',
    '2d86191e  2026-11-20 10:00  completed    10  2 × 腾讯视频VIP会员月卡（全国通用·…',
    '2d86191e  2026-11-20 10:00  completed    10  1 × Netflix Premium 4K',
    '2d86191e  2026-11-20 10:00  completed   500  3 × 👨👩👧👦 家庭 [Ａ]',
    '2d86191e  2026-11-20 10:00  completed        generate_cards',
  ]);
});

it('wide terminals and files get the kind and the shop’s number too, and a file all of each', () => {
  expect(lines(entries, 130)[0]).toMatch(/what +kind +reference$/);
  expect(lines(entries)[1]).toBe(
    '2d86191e  2026-11-20 10:00  completed    10  2 × 腾讯视频VIP会员月卡（全国通用·自动发货） [30天 官方直充]  purchase        20261120123456789012',
  );
});

it('what needs a person says so instead of its state', () => {
  expect(lines([{ ...entry, damaged: ['request'] }])[1]).toContain('  damaged  ');
  expect(lines([{ ...entry, overcharged: true }])[1]).toContain('  overcharged  ');
});

it('a table shows what shops wrote on one line, without what controls a terminal', () => {
  const goods = { name: '月\u001B]0;title\u0007\n卡<script>x</script>', specification: ' ', quantity: 1 };
  const [, line] = lines([{ ...entry, goods, reference: 'SN\u001B]0;title\u0007\u009B2J\n1' }]);
  expect(line).toMatch(/1 × 月\]0;title 卡 +purchase +SN\]0;title2J 1$/);
});

it('in Chinese the headings, states and kinds are Chinese, and columns begin below each other', () => {
  expect(lines(entries, 80, chinese)).toEqual([
    '编号      时间              状态    金额  内容                            类型',
    '2d86191e  2026-11-20 10:00  已完成    10  2 × 腾讯视频VIP会员月卡（全国…  购买',
    '2d86191e  2026-11-20 10:00  已完成    10  1 × Netflix Premium 4K          购买',
    '2d86191e  2026-11-20 10:00  已完成   500  3 × 👨👩👧👦 家庭 [Ａ]          购买',
    '2d86191e  2026-11-20 10:00  已完成        生成卡                          生成卡',
  ]);
  for (const width of [30, 40, 60, 80, 120])
    for (const line of lines(entries, width, chinese)) expect(widthOf(line)).toBeLessThanOrEqual(width);
});

it('of all entries a table says who wanted them, where several people use the ledger', () => {
  const headings = (shown: readonly LedgerEntry[]) =>
    stripVTControlCharacters(formatTable(shown, ledgerCommand)).split('\n');
  expect(headings(entries)[0]).not.toContain('person');
  const [heading, first] = headings([{ ...entry, person: 'alice' }, entry]);
  expect(heading).toMatch(/yuan +person +what/);
  expect(first).toMatch(/10 +alice +2 × /);
});
