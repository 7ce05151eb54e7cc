import { describe, expect, it } from 'vitest';
import { KINDS, type Kind, openDealings } from './testing/open-dealings.ts';
import { PURCHASE } from './testing/open-shop.ts';

const CANCELLED = { code: 'cancelled', outcome: 'not_committed', neverSent: true, retryable: true };

const readings: Array<[Kind, path: string]> = [
  ['purchase', '/stock'],
  ['purchase', '/balance'],
  ['supplier_trade', '/items'],
  ['supplier_trade', '/item'],
  ['supplier_trade', '/amount'],
  ['supplier_trade', '/connect'],
  ['use_card', '=verify'],
  ['recharge_card', '=verify'],
];

const sendings: Array<[Kind, path: string]> = [
  ['purchase', '/purchase'],
  ['supplier_trade', '/trade'],
  ['use_card', '=use'],
  ['recharge_card', '=recharge'],
  ['generate_cards', '=generate'],
];

/** The five dealings, and a signal that is aborted when a request for `path` leaves, once it is armed. */
async function openCancelling(path: string) {
  const cancel = new AbortController();
  const armed = { is: false };
  const onSend = (sent: string) => {
    if (armed.is && sent.endsWith(path)) cancel.abort();
  };
  const dealings = await openDealings({ onSend });
  armed.is = true;
  return { ...dealings, signal: cancel.signal };
}

describe.each(KINDS)('%s that is cancelled', (kind) => {
  it('before anything is read asks nobody, sends nothing and leaves the key free', async () => {
    const { run, done, requests } = await openDealings();
    const before = requests();
    const confirm = () => expect.unreachable('asked');
    const cancelled = run[kind]({ idempotencyKey: 'k', signal: AbortSignal.abort(), confirm });
    await expect(cancelled).rejects.toMatchObject(CANCELLED);
    expect(requests()).toBe(before);
    await run[kind]({ idempotencyKey: 'k' });
    expect(done[kind]()).toBe(1);
  });

  it('while somebody decides sends nothing, whatever is decided, and leaves the key free', async () => {
    const { run, done, sent, ledger } = await openDealings();
    const cancel = new AbortController();
    const confirm = () => {
      cancel.abort();
      return true;
    };
    const cancelled = run[kind]({ idempotencyKey: 'k', signal: cancel.signal, confirm });
    await expect(cancelled).rejects.toMatchObject(CANCELLED);
    expect([sent(kind), await ledger.find(kind, 'k')]).toEqual([0, null]);
    await run[kind]({ idempotencyKey: 'k' });
    expect(done[kind]()).toBe(1);
  });

  it('while whoever decides fails for it is cancelled, not failed', async () => {
    const { run, sent, ledger } = await openDealings();
    const cancel = new AbortController();
    const confirm = () => {
      cancel.abort();
      throw new TypeError('the question was withdrawn');
    };
    const cancelled = run[kind]({ idempotencyKey: 'k', signal: cancel.signal, confirm });
    await expect(cancelled).rejects.toMatchObject(CANCELLED);
    expect([sent(kind), await ledger.find(kind, 'k')]).toEqual([0, null]);
  });

  it('when it is written down and about to leave sends nothing and leaves the key free', async () => {
    const cancel = new AbortController();
    const { run, done, sent, ledger } = await openDealings({ onMarkedSent: () => cancel.abort() });
    const cancelled = run[kind]({ idempotencyKey: 'k', signal: cancel.signal });
    await expect(cancelled).rejects.toMatchObject(CANCELLED);
    expect(sent(kind)).toBe(0);
    expect(await ledger.find(kind, 'k')).toMatchObject({ state: 'refused', never_sent: true });
    await run[kind]({ idempotencyKey: 'k' });
    expect(done[kind]()).toBe(1);
  });

  it('but was done before is answered all the same', async () => {
    const { run } = await openDealings();
    const first = await run[kind]({ idempotencyKey: 'k' });
    expect(await run[kind]({ idempotencyKey: 'k', signal: AbortSignal.abort() })).toEqual(first);
  });
});

it.each(readings)('%s that is cancelled while %s is read sends nothing', async (kind, path) => {
  const { run, signal, sent, ledger } = await openCancelling(path);
  const cancelled = run[kind]({ idempotencyKey: 'k', signal, confirm: () => true });
  await expect(cancelled).rejects.toMatchObject(CANCELLED);
  expect(signal.aborted).toBe(true);
  expect([sent(kind), await ledger.find(kind, 'k')]).toEqual([0, null]);
});

it.each(sendings)(
  '%s that is cancelled once %s was sent brings its answer all the same',
  async (kind, path) => {
    const { run, signal, done } = await openCancelling(path);
    const entry = await run[kind]({ idempotencyKey: 'k', signal });
    expect(signal.aborted).toBe(true);
    expect(entry).toMatchObject({ state: kind === 'purchase' ? 'pending' : 'completed', notice: null });
    expect(done[kind]()).toBe(1);
  },
);

it('a purchase that is cancelled after its last reading is not even written down', async () => {
  const cancel = new AbortController();
  const { spenderWith, storefront, ledger } = await openDealings();
  let given = 0;
  const spender = spenderWith({
    storefront: () => {
      given += 1;
      // The first is for the readings, the second comes right after them.
      if (given === 2) cancel.abort();
      return storefront;
    },
  });
  const cancelled = spender.purchase(PURCHASE, { idempotencyKey: 'k', signal: cancel.signal });
  await expect(cancelled).rejects.toMatchObject(CANCELLED);
  expect((await ledger.list()).total).toBe(0);
});
