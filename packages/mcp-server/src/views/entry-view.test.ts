import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { results } from '../messages/results.en.ts';
import { viewLedgerEntry } from './entry-view.ts';

const SECRET = 'SECRET-CARD-0001';

/** A purchase as an earlier version kept it: without what was quoted, and without a count of its cards. */
const early: LedgerEntry = {
  ...{ id: '7', kind: 'purchase', idempotency_key: 'k', state: 'completed', never_sent: false },
  ...{ agreed: null, charged: null, overcharged: false, refund_shown: false, goods: null, amount: null },
  ...{ request: { goods_id: 1, sub_id: 11, quantity: 4 }, reference: null, evidence: {}, error: null },
  result: { goods_name: `月卡 ${SECRET}`, quantity: 4, cards: `${SECRET}\nB\n\nC\nD` },
  ...{ used: [2], unused: null, advice: null, damaged: null, job: null, job_item: null },
  ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, mandate: null },
  ...{
    person: null,
    created_at: '2026-11-20T10:00:00+08:00',
    sent_at: null,
    updated_at: '2026-11-20T10:00:00+08:00',
  },
};

describe('an entry', () => {
  it('from before names were kept tells what the shop answered, and what was asked for', () => {
    expect(viewLedgerEntry(early, { reveal: 'inline', say: results })).toMatchObject({
      ...{ name: `月卡 ${SECRET}`, goods_id: 1, sub_id: 11, quantity: 4 },
      unused: '1, 3-4',
    });
    expect(viewLedgerEntry({ ...early, result: null }, { reveal: 'inline', say: results })).toMatchObject({
      goods_id: 1,
      quantity: 4,
    });
  });

  it('sealed, tells no card in its name', () => {
    expect(JSON.stringify(viewLedgerEntry(early, { reveal: 'sealed', say: results }))).not.toContain(SECRET);
  });

  it('with a name as shops write it tells plain text', () => {
    const goods = { name: '<b>月卡</b>\u202E\u200B', specification: '<i>标准</i>', quantity: 1 };
    expect(viewLedgerEntry({ ...early, goods }, { reveal: 'inline', say: results })).toMatchObject({
      name: '月卡',
      specification: '标准',
    });
  });
});
