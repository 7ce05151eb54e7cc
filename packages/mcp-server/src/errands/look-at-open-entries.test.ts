import { inMarks, KamikitError } from '@kamikit/core';
import type { Spender } from '@kamikit/spending';
import { expect, it } from 'vitest';
import type { Log } from '../config/log.ts';
import { lookAtOpenEntries } from './look-at-open-entries.ts';

it('looks at each upstream’s by themselves, the first time whenever they are due', async () => {
  const looks: unknown[] = [];
  const lookAgain: Spender['lookAgain'] = async ({ upstream, evenIfNotDue } = {}) =>
    void looks.push([upstream, evenIfNotDue]);
  const { due, run } = lookAtOpenEntries({ lookAgain }, () => {}, 'inline');
  const { signal } = new AbortController();
  for (const what of [...(await due()), 'cards']) await run(what, signal);
  expect(looks).toEqual([
    ['storefront', true],
    ['cards', true],
    ['supplier', true],
    ['cards', false],
  ]);
  // An instance of the version before, which shares the work, knows them under one name.
  await run('all', signal);
  expect(looks.at(-1)).toEqual([undefined, true]);
});

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
  await lookAtOpenEntries(spender, log, 'sealed').run('storefront', new AbortController().signal);
  expect(logged).toEqual([['info', 'entry still open', { entry: 'E1', reason: 'refused: [sealed]' }]]);
});
