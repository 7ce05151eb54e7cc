import { describe, expect, it } from 'vitest';
import { openDealings } from './testing/open-dealings.ts';
import { PURCHASE } from './testing/open-shop.ts';

/** Every kind of open entry: a pending order, a lost trade, and what no upstream tells by a number. */
async function openLeftovers() {
  const shop = await openDealings();
  await shop.run.purchase({ idempotencyKey: 'pending' });
  for (const kind of ['supplier_trade', 'use_card', 'generate_cards'] as const) {
    shop.lose(kind, 'reset_after');
    await expect(shop.run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject({ outcome: 'unknown' });
  }
  const stateOf = async (kind: string, key = 'k') => (await shop.ledger.find(kind, key))?.state;
  return { ...shop, stateOf };
}

describe('looking again', () => {
  it('settles whatever an upstream can tell, so that nobody has to ask', async () => {
    const { spender, stateOf, done } = await openLeftovers();
    await spender.lookAgain({ evenIfNotDue: true, onFailure: () => expect.unreachable('nothing failed') });
    expect(await stateOf('purchase', 'pending')).toBe('completed');
    expect(await stateOf('supplier_trade')).toBe('completed');
    expect([await stateOf('use_card'), await stateOf('generate_cards')]).toEqual(['completed', 'completed']);
    expect([done.purchase(), done.supplier_trade()]).toEqual([1, 1]);
  });

  it('tells of each entry that cannot be looked at, and goes on with the others', async () => {
    const { spender, stateOf, sandbox, ledger } = await openLeftovers();
    sandbox.addFault({ upstream: 'supplier', operation: 'query', kind: 'status', status: 500, times: 4 });
    const open: Array<[string, unknown]> = [];
    await spender.lookAgain({ evenIfNotDue: true, onFailure: (id, reason) => open.push([id, reason]) });
    const trade = await ledger.find('supplier_trade', 'k');
    expect(open).toEqual([[trade?.id, expect.objectContaining({ upstream: 'supplier' })]]);
    expect([await stateOf('supplier_trade'), await stateOf('purchase', 'pending')]).toEqual([
      'unknown',
      'completed',
    ]);
  });

  it('looks at what one upstream can tell alone, where that is asked for', async () => {
    const { spender, stateOf } = await openLeftovers();
    const states = async () =>
      Promise.all([
        stateOf('purchase', 'pending'),
        ...['supplier_trade', 'use_card', 'generate_cards'].map((kind) => stateOf(kind)),
      ]);
    const look = { evenIfNotDue: true };
    await spender.lookAgain({ ...look, upstream: 'cards' });
    expect(await states()).toEqual(['pending', 'unknown', 'completed', 'completed']);
    await spender.lookAgain({ ...look, upstream: 'supplier' });
    expect(await states()).toEqual(['pending', 'completed', 'completed', 'completed']);
    await spender.lookAgain({ ...look, upstream: 'storefront' });
    expect(await states()).toEqual(Array(4).fill('completed'));
  });

  it('needs nobody to listen', async () => {
    const { spender, stateOf } = await openLeftovers();
    await spender.lookAgain({ evenIfNotDue: true, signal: AbortSignal.abort() });
    expect(await stateOf('purchase', 'pending')).toBe('pending');
    await spender.lookAgain({ evenIfNotDue: true });
    expect(await stateOf('purchase', 'pending')).toBe('completed');
  });

  it('asks for a failed ledger’s error, not for silence', async () => {
    const { spenderWith } = await openLeftovers();
    const spender = spenderWith({ ledger: () => Promise.reject(new RangeError('no disk')) });
    await expect(spender.lookAgain()).rejects.toThrow('no disk');
  });

  it('waits until an entry is due, half a minute after it was left open', async () => {
    const { spender, stateOf, pass } = await openLeftovers();
    await spender.lookAgain();
    expect(await stateOf('purchase', 'pending')).toBe('pending');
    await pass(30_000);
    await spender.lookAgain();
    expect(await stateOf('purchase', 'pending')).toBe('completed');
  });

  it('calls a trade off by itself once its absence proves something, and not before', async () => {
    const { spender, ledger, lose, run, pass, done } = await openDealings();
    const stateOf = async () => (await ledger.find('supplier_trade', 'k'))?.state;
    lose('supplier_trade', 'reset_before');
    await expect(run.supplier_trade({ idempotencyKey: 'k' })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(done.supplier_trade()).toBe(0);
    for (let hours = 0; hours < 8; hours += 1) {
      await pass(3_600_000);
      await spender.lookAgain();
      expect(await stateOf()).toBe('unknown');
    }
    await pass(2 * 3_600_000);
    await spender.lookAgain();
    expect(await stateOf()).toBe('refused');
  });

  it('puts off what it found no news of, and leaves to others what it was kept from looking at', async () => {
    const cancel = new AbortController();
    let isCancelled = false;
    const onSend = () => {
      if (isCancelled) cancel.abort();
    };
    const { spender, ledger, run, pass } = await openDealings({ sandbox: { orderDelayMs: 9e9 }, onSend });
    await run.purchase({ idempotencyKey: 'k' });
    const isDueIn = async (ms: number) => {
      await pass(ms);
      const due = await ledger.claimDue({ limit: 9 });
      for (const each of due) await ledger.putOff(each);
      return due.length === 1;
    };
    await pass(3_600_000);
    await spender.lookAgain();
    expect(await isDueIn(60_000)).toBe(false);
    await pass(3_600_000);
    isCancelled = true;
    await spender.lookAgain({ signal: cancel.signal, onFailure: () => expect.unreachable('nothing failed') });
    expect(cancel.signal.aborted).toBe(true);
    expect(await isDueIn(60_000)).toBe(true);
  });

  it('takes twenty in a round', async () => {
    const { spender, ledger, control } = await openDealings();
    await control('reset', {});
    for (let number = 1; number <= 21; number += 1)
      await spender.purchase({ ...PURCHASE, quantity: 1 }, { idempotencyKey: `${number}`, again: true });
    await spender.lookAgain({ evenIfNotDue: true });
    expect((await ledger.list({ state: 'pending' })).total).toBe(1);
  });
});
