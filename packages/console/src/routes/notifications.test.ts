import { parseMoney } from '@kamikit/core';
import type { Settlement } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

it('what a shop told unasked is shown with what changed by it, also where nothing did', async () => {
  const { ledger, enter } = await openConsole();
  const settle = async (idempotencyKey: string, ...told: readonly Settlement[]) => {
    const wish = { kind: 'supplier_trade', idempotencyKey, request: {}, amount: parseMoney(1) };
    const { id } = await ledger.execute(wish, async () => ({ state: 'pending' }));
    for (const each of told) await ledger.settle(id, { ...each, isNotified: true });
  };
  await settle('a', { state: 'pending', result: { step: 'on its way' } });
  await settle('b', { state: 'completed' });
  const { text } = await (await enter()).get('notifications');
  const changes = [...text.matchAll(/<td>([^<]+)<\/td>/g)].map(([, change]) => change);
  expect(changes).toEqual(['Pending → Completed', 'no change']);
});
