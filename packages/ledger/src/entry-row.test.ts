import { expect, it } from 'vitest';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';

const GOODS = { name: '月卡', specification: null, quantity: 2 };

it.each([GOODS, { ...GOODS, name: null, specification: '30 天' }])(
  'an entry says what it is of, in the shop’s own words: %o',
  async (goods) => {
    const ledger = await scratchLedger();
    const entry = await ledger.execute(wish({ goods }), upstream(delivered).send);
    expect(entry).toMatchObject({ goods, damaged: null });
  },
);

it('an entry about which nobody was asked has no time to decide', async () => {
  const ledger = await scratchLedger();
  const { entry } = await ledger.prepare(wish());
  expect(entry).toMatchObject({
    ...{ quote: null, quote_until: null, decided_by: null, decided_at: null, sent_at: null },
    ...{ result: null, error: null, goods: null, damaged: null },
  });
});
