import { describe, expect, it } from 'vitest';
import { scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const three = { state: 'completed', result: { cards: 'A\nB\nC' }, delivered: 3 } as const;

async function bought() {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const { id } = await ledger.execute(wish(), upstream(three).send);
  return { ledger, id, path };
}

describe('delivered cards that are marked as used', () => {
  it('stay so, each by its number, until they are marked as unused', async () => {
    const { ledger, id, path } = await bought();
    expect((await ledger.mark(id, { cards: [3, 1, 3], of: 3, used: true })).used).toEqual([1, 3]);
    await ledger.mark(id, { cards: [1], of: 3, used: false });
    await ledger.close();
    expect((await (await scratchLedger({ path })).get(id))?.used).toEqual([3]);
  });

  it('leave their entry among the unused ones for as long as there are others in it', async () => {
    const { ledger, id } = await bought();
    await ledger.execute(
      wish({ idempotencyKey: 'nothing delivered' }),
      upstream({ state: 'completed' }).send,
    );
    const unused = async () => (await ledger.list({ unused: true })).entries.map((entry) => entry.id);
    expect(await unused()).toEqual([id]);
    await ledger.mark(id, { cards: [1, 2], of: 3, used: true });
    expect(await unused()).toEqual([id]);
    await ledger.mark(id, { cards: [3], of: 3, used: true });
    expect(await unused()).toEqual([]);
    await ledger.mark(id, { cards: [2], of: 3, used: false });
    expect(await unused()).toEqual([id]);
  });

  it('are a change like any other: verification finds what was marked by hand', async () => {
    const { ledger, id, path } = await bought();
    await ledger.mark(id, { cards: [1], of: 3, used: true });
    expect(await ledger.verify()).toEqual([]);
    await byHand(path, "update entries set used = '[1,2]'");
    expect(await ledger.verify()).toMatchObject([{ entryId: id }]);
  });

  it('are marked once, however often that is said', async () => {
    const { ledger, id, path } = await bought();
    for (let time = 1; time <= 3; time += 1) await ledger.mark(id, { cards: [2], of: 3, used: true });
    const events = await byHand(path, 'select action from events');
    expect(events.filter(({ action }) => action === 'marked as used')).toHaveLength(1);
  });

  it('are counted anew where the count is another than they say', async () => {
    const { ledger, id, path } = await bought();
    await byHand(path, 'update entries set unused = null');
    expect(await ledger.mark(id, { cards: [1], of: 3, used: false })).toMatchObject({ used: [], unused: 3 });
    await byHand(path, 'update entries set unused = 2');
    expect(await ledger.mark(id, { cards: [1], of: 3, used: true })).toMatchObject({ used: [1], unused: 2 });
  });

  it.each([0, 4, 1.5, -1, Number.NaN])('are none of others: %j of 3', async (card) => {
    const { ledger, id } = await bought();
    await expect(ledger.mark(id, { cards: [1, card], of: 3, used: true })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('it holds 3'),
    });
    expect((await ledger.get(id))?.used).toEqual([]);
  });

  it('are not marked in an entry that does not exist', async () => {
    const { ledger } = await bought();
    await expect(ledger.mark('none', { cards: [1], of: 3, used: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('how many cards there are to use may become known later, and more while they are delivered', async () => {
  const ledger = await scratchLedger();
  const { id } = await ledger.execute(wish(), upstream({ state: 'pending', delivered: 1 }).send);
  expect(await ledger.settle(id, { state: 'pending', delivered: 2 })).toMatchObject({ unused: 2 });
  const other = await ledger.execute(
    wish({ idempotencyKey: 'other' }),
    upstream({ state: 'completed' }).send,
  );
  expect(await ledger.settle(other.id, three)).toMatchObject({ unused: 3 });
});

it('how many cards there are to use is final once they were delivered', async () => {
  const { ledger, id } = await bought();
  await ledger.mark(id, { cards: [1, 2, 3], of: 3, used: true });
  await ledger.settle(id, { ...three, delivered: 9 });
  expect(await ledger.list({ unused: true })).toMatchObject({ total: 0 });
});
