import { inMarks, KamikitError } from '@kamikit/core';
import { expect, it } from 'vitest';
import type { Log } from '../config/log.ts';
import { lookAtOpenEntries } from './look-at-open-entries.ts';

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
