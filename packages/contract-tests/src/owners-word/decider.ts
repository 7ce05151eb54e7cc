// A process of its own in which an owner decides, started by decisions.test.ts: says all the words of its first argument at
// the same time.

import { once } from 'node:events';
import { SupplierClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { createSpender } from '@kamikit/spending';
import { Agent } from 'undici';
import type { Decider, Told } from './run-deciders.ts';

const { path, vouching, supplier, words }: Decider = JSON.parse(process.argv[2] ?? '');

const tell = (told: Told) => process.send?.(told);

// Told right before a trade leaves: an instant to be killed at.
const dispatcher = new Agent().compose((dispatch) => (request, handler) => {
  if (request.path.endsWith('/trade')) tell({ sending: true });
  return dispatch(request, handler);
});

// Fifty words of each process wait for one file, on a machine that may be busy.
const ledger = await openLedger({ path, integrity: { folder: vouching }, busyTimeoutMs: 120_000 });
const client = new SupplierClient({ ...supplier, dispatcher });
const spender = createSpender({ ledger, supplier: client });
tell({ ready: true });
await once(process, 'message');
await Promise.all(
  words.map(async ([id, word]) => {
    const { state } = await (word === 'yes'
      ? spender.approve(id, { by: 'library' })
      : spender.decline(id, { by: 'library' }));
    tell({ id, word, state });
  }),
);
await Promise.all([client.close(), ledger.close()]);
process.disconnect();
