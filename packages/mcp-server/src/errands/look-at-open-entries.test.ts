import { inMarks, KamikitError, realTiming } from '@kamikit/core';
import { expect, it } from 'vitest';
import type { Log } from '../config/log.ts';
import { lookAtOpenEntries } from './look-at-open-entries.ts';
import { pace } from './pace.ts';

it('sealed, the log does not repeat what an upstream said of an entry that stays open', async () => {
  const upstreamMessage = '卡密 SECRET-CARD 处理中';
  const reason = new KamikitError(`refused: ${inMarks(upstreamMessage)}`, {
    code: 'upstream_refused',
    upstreamMessage,
  });
  const logged: unknown[] = [];
  const log: Log = (...line) => logged.push(line);
  const spender = {
    async lookAgain({ onFailure }: { onFailure?: (id: string, reason: unknown) => void } = {}) {
      onFailure?.('E1', reason);
    },
  };
  await lookAtOpenEntries(spender, log, 'sealed').run('all', new AbortController().signal);
  expect(logged).toEqual([['info', 'entry still open', { entry: 'E1', reason: 'refused: [sealed]' }]]);
});

it('whoever waits for an answer goes before it, however much there is to look at', async () => {
  const { admit } = pace({
    ledger: async () => ({ now: () => 0, takeTurns: turns, turns }),
    ...{ account: () => 'shop', perMinute: 60 },
    timing: { ...realTiming, now: () => 0, sleep: async (ms) => void waited.push(ms) },
  });
  const waited: number[] = [];
  async function turns() {
    return { personFromMs: 0, jobFromMs: 1_000 };
  }
  const read = () => admit({ effect: 'read', signal: undefined });
  const spender = { lookAgain: read };
  await lookAtOpenEntries(spender, () => {}, 'inline').run('all', new AbortController().signal);
  expect(waited).toEqual([1_000]);
  await read();
  expect(waited).toEqual([1_000]);
});
