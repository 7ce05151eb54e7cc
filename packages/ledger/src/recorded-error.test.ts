import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from './index.ts';
import { entryError, notCommitted, recordError } from './recorded-error.ts';
import { scratchLedger, wish } from './testing/scratch.ts';

const LOST = recordError(
  new KamikitError('没有回复', {
    ...{ code: 'timeout', outcome: 'unknown', upstream: 'storefront', operation: 'buy' },
    ...{ upstreamMessage: '系统繁忙', status: 504, hint: 'wait' },
  }),
);
const ORIGIN = { upstream: 'storefront', operation: 'buy', upstreamMessage: '系统繁忙', status: 504 };
const BARE = recordError(new KamikitError('no', { code: 'outcome_unknown' }));

async function entry(changes: Partial<LedgerEntry>): Promise<LedgerEntry> {
  const ledger = await scratchLedger();
  return { ...(await ledger.prepare(wish())).entry, ...changes };
}

it('of an error all is written down that tells its caller something, and nothing where it says nothing', () => {
  expect(LOST).toEqual({
    ...{ code: 'timeout', message: '没有回复', outcome: 'unknown', retryable: false, hint: 'wait' },
    ...{ upstream: 'storefront', operation: 'buy', upstream_message: '系统繁忙', status: 504 },
  });
  expect(BARE).toEqual({
    ...{ code: 'outcome_unknown', message: 'no', outcome: null, retryable: false, hint: null },
    ...{ upstream: null, operation: null, upstream_message: null, status: null },
  });
});

describe('what turned out not to have taken place', () => {
  it('has the code of what was recorded, and says who had said so', () => {
    expect(notCommitted(LOST)).toMatchObject({ ...ORIGIN, code: 'timeout', outcome: 'not_committed' });
  });

  it.each([null, BARE])('is a refusal where nothing else is known: %j', (recorded) => {
    const told = { code: 'upstream_refused', outcome: 'not_committed' };
    expect(notCommitted(recorded)).toMatchObject({ ...told, upstream: undefined, status: undefined });
  });
});

describe('whoever asks for what became of an entry', () => {
  it.each(['prepared', 'sent'] as const)('that is %s is to ask again', async (state) => {
    const told = { code: 'duplicate_in_progress', outcome: 'unknown', retryable: true };
    expect(entryError(await entry({ state }))).toMatchObject(told);
  });

  it.each(['completed', 'pending', 'failed', 'refunded'] as const)('that is %s gets it', async (state) => {
    expect(entryError(await entry({ state }))).toBeNull();
  });

  it('of which nobody knows hears why, and what to do', async () => {
    const unknown = await entry({ state: 'unknown', error: LOST, advice: 'look' });
    expect(entryError(unknown)).toMatchObject({
      ...{ ...ORIGIN, code: 'outcome_unknown', outcome: 'unknown', entryId: unknown.id, hint: 'look' },
      message: `It is not known whether this purchase took place (entry ${unknown.id}): 没有回复`,
    });
    const { message, hint } = entryError({ ...unknown, error: null, advice: null }) ?? {};
    expect(message).toMatch(/took place \(entry \S+\)\.$/);
    expect(hint).toMatch(/^Reconcile this entry/);
  });

  it('that is refused hears it as it was recorded, and whether the key is used up', async () => {
    const refused = await entry({ state: 'refused', error: LOST, never_sent: true });
    expect(entryError(refused)).toMatchObject({
      ...{ ...ORIGIN, code: 'timeout', outcome: 'not_committed', message: '没有回复', hint: 'wait' },
      ...{ neverSent: true, retryable: true, entryId: refused.id },
    });
    expect(entryError({ ...refused, error: null })).toMatchObject({
      ...{ code: 'upstream_refused', message: `This purchase was refused (entry ${refused.id}).` },
      hint: expect.stringContaining('may be used again'),
    });
    expect(entryError({ ...refused, error: null, never_sent: false })).toMatchObject({
      ...{ neverSent: false, retryable: false, hint: expect.stringContaining('is used up') },
    });
  });

  it('that is damaged hears that first, whatever its state seems to be', async () => {
    const damaged = await entry({ state: 'completed', damaged: ['result'] });
    expect(entryError(damaged)).toMatchObject({ code: 'outcome_unknown', entryId: damaged.id });
  });
});
