import { expect } from 'vitest';
import { WITHOUT_APPROVALS, WITHOUT_OVERVIEW } from './testing/earlier-versions.ts';
import { eventsWithoutSums } from './testing/events-without-sums.ts';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';
import { buy, edit, findings, place } from './testing/vouched-ledger.ts';

inFilesOnly(
  'a ledger from before there were sums and searches goes on as it is, and is found and added up',
  async () => {
    const at = place();
    const goods = { name: '腾讯视频', specification: '月卡', quantity: 2 };
    const before = await scratchLedger(at);
    const { entry } = await before.prepare(wish({ goods, evidence: { account: 'shop' } }));
    await before.close();
    eventsWithoutSums(at);
    await edit(at, `${WITHOUT_OVERVIEW}; pragma user_version = 5`);
    expect(await findings(at)).toEqual([]);
    const ledger = await scratchLedger(at);
    expect((await ledger.list({ search: '腾讯' })).entries).toEqual([entry]);
    expect((await ledger.summary({ groupBy: 'account' })).groups).toMatchObject([
      { account: 'shop', quantity: 2, amount: '3' },
    ]);
  },
);

inFilesOnly('a ledger from before owners were asked goes on as it is, and can be asked with', async () => {
  const at = place();
  const before = await scratchLedger(at);
  await before.execute(wish({ evidence: { account: 'shop' } }), upstream(delivered).send);
  const known = await before.find('purchase', 'k');
  await before.close();
  await edit(at, `${WITHOUT_APPROVALS}; pragma user_version = 9`);
  expect(await findings(at)).toEqual([]);
  const ledger = await scratchLedger(at);
  expect(await ledger.find('purchase', 'k')).toEqual(known);
  expect(await ledger.timeline(known?.id ?? '')).toHaveLength(3);
  const asking = wish({ idempotencyKey: 'asked', approval: { quote: {} } });
  expect((await ledger.prepare(asking)).entry).toMatchObject({ state: 'awaiting_approval', quote: {} });
  expect(await findings(at)).toEqual([]);
});

inFilesOnly('a ledger from before what was bought had a name goes on as it is', async () => {
  const at = place();
  await buy(at, 'a');
  eventsWithoutSums(at);
  await edit(at, `${WITHOUT_OVERVIEW}; alter table entries drop column goods; pragma user_version = 4`);
  expect(await findings(at)).toEqual([]);
  const ledger = await scratchLedger(at);
  expect(await ledger.find('purchase', 'a')).toMatchObject({ goods: null, damaged: null });
  const goods = { name: '腾讯视频', specification: '月卡', quantity: 2 };
  await ledger.prepare(wish({ idempotencyKey: 'b', goods }));
  expect(await ledger.find('purchase', 'b')).toMatchObject({ goods });
  expect(await findings(at)).toEqual([]);
});
