import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { deliveredBy, type Kind, resultOf } from './index.ts';

function entryOf(kind: string, result: LedgerEntry['result']): LedgerEntry {
  return {
    ...{ id: 'e', kind, idempotency_key: 'k', state: 'completed', never_sent: false, request: {} },
    ...{ amount: null, agreed: null, charged: null, overcharged: false, refund_shown: false },
    ...{
      goods: null,
      reference: null,
      result,
      used: [],
      unused: null,
      evidence: {},
      error: null,
      advice: null,
    },
    ...{ created_at: '2026-11-20T16:00:00+08:00', sent_at: null, updated_at: '2026-11-20T16:00:00+08:00' },
    ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, mandate: null },
    job: null,
    job_item: null,
    person: null,
    damaged: null,
  };
}

const count = { code: 'A', card_type: 'count', used_count: 1, remaining_count: 4, total_uses: 5 };
const time = { code: 'A', card_type: 'time', status: '已使用', expire_at: '2026-11-21T16:00:00+08:00' };
const point = { code: 'A', card_type: 'point', total_points: 9, points_per_use: 3, remaining_points: 6 };

describe('a result that an earlier version stored', () => {
  it.each<[Kind, object, object]>([
    ['use_card', { card: count }, { card: { ...count, status: null, duration: null, total_points: null } }],
    ['recharge_card', { card: count }, { card: { ...count, expire_at: null, points_per_use: null } }],
    ['use_card', { card: time }, { card: { ...time, remaining_seconds: null, total_uses: null } }],
    ['recharge_card', { card: point }, { card: { ...point, used_points: null, used_count: null } }],
    ['purchase', { order_sn: 'SN', status: 1 }, { order_sn: 'SN', status: 1, cards: null, quantity: null }],
    ['supplier_trade', { status: 0, notice: '请耐心' }, { status: 0, notice: '请耐心', contents: null }],
    ['generate_cards', { codes: ['A', 'B'] }, { codes: ['A', 'B'] }],
  ])('of a %s is read: %j', (kind, stored, read) => {
    expect(resultOf(kind, entryOf(kind, { ...stored }))).toMatchObject(read);
  });
});

it('one odd field in a stored order does not hide the cards beside it', () => {
  const stored = { order_sn: 7, status: '4', quantity: 2.5, cards: 'A----1' };
  const read = { order_sn: null, status: null, quantity: null, cards: 'A----1' };
  expect(resultOf('purchase', entryOf('purchase', stored))).toMatchObject(read);
});

describe('the goods of', () => {
  const order = {
    ...{ order_sn: 'SN', status: 4, status_text: '已完成', goods_name: '商品', quantity: 2 },
    ...{ total_price: '50', actual_price: '47.5', cards: 'A----1\nB----2' },
  };
  const trade = {
    ...{ shop_trade_no: '1', status: 1, amount: '13.5', trade_time: null, contents: 'GOODS', notice: null },
  };
  it.each([
    ['a purchase', 'purchase', order, 'A----1\nB----2'],
    ['a purchase without cards', 'purchase', { ...order, cards: null }, null],
    ['a trade', 'supplier_trade', trade, 'GOODS'],
    ['a trade with a notice', 'supplier_trade', { ...trade, contents: null, notice: '请耐心' }, null],
    ['a batch', 'generate_cards', { codes: ['A', 'B'] }, 'A\nB'],
    ['a batch without codes', 'generate_cards', { codes: [] }, null],
    ['a use', 'use_card', { card: count }, null],
    ['a recharge', 'recharge_card', { card: count }, null],
  ])('%s', (_, kind, result, goods) => {
    expect(deliveredBy(entryOf(kind, result))).toBe(goods);
  });
});

describe('what cannot be read is null', () => {
  const unreadable = [
    null,
    {},
    { card: {} },
    { card: 'A' },
    { card: { ...count, card_type: 'week' } },
    { codes: 'A' },
  ];
  it.each(unreadable)('%j of a kind that needs more', (result) => {
    for (const kind of ['use_card', 'recharge_card', 'generate_cards'] as const) {
      expect(resultOf(kind, entryOf(kind, result))).toBeNull();
      expect(deliveredBy(entryOf(kind, result))).toBeNull();
    }
  });

  it.each([{ cards: 5 }, { status: '4' }, { cards: ['A'] }])('%j of a purchase', (result) => {
    expect(deliveredBy(entryOf('purchase', result))).toBeNull();
  });

  it.each(['toString', '__proto__', 'future_kind', ''])('of the kind %j', (kind) => {
    expect(deliveredBy(entryOf(kind, { cards: 'A', contents: 'A', codes: ['A'] }))).toBeNull();
  });
});
