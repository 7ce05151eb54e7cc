// A process of its own on a ledger, started by processes.ts: does the job that its first argument holds.

import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { KamikitError, parseMoney } from '@kamikit/core';
import { type Ledger, openLedger } from '../index.ts';
import type { Job, Placed, Word } from './processes.ts';

const job: Job & Placed = JSON.parse(process.argv[2] ?? '');

type Buying = Extract<Job, { task: 'buy' }>;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
}

async function dieAt(ledger: Ledger, point: 'prepared' | 'sent' | 'sending'): Promise<void> {
  const wish = { kind: 'purchase', idempotencyKey: 'k', request: { goods: 1 }, amount: parseMoney(3) };
  if (point === 'sending') await ledger.execute(wish, async () => die());
  const { entry } = await ledger.prepare(wish);
  if (point === 'sent') await ledger.markSent(entry.id);
  die();
}

async function dieApproving(ledger: Ledger, id: string, point: 'approved' | 'sending'): Promise<void> {
  const { entry } = await ledger.approve(id, { by: 'page' });
  if (point === 'sending') await ledger.sendApproved(entry, async () => die());
  die();
}

/** Says all of it at the same time; each order that is really sent becomes a line in `sends`. Gives the state that each was told. */
function decideAll(ledger: Ledger, words: readonly Word[], sends: string): Promise<string[]> {
  return Promise.all(
    words.map(async ([id, word]) => {
      if (word === 'no') return (await ledger.decline(id, { by: 'page' })).state;
      const { entry, isOurs } = await ledger.approve(id, { by: 'page' });
      if (!isOurs) return entry.state;
      const sent = await ledger.sendApproved(entry, async () => {
        appendFileSync(sends, `${id}\n`);
        await nextTurn();
        return { state: 'completed' };
      });
      return sent.state;
    }),
  );
}

/** Buys under every key; each order that is really sent becomes a line in `sends`. Gives what each attempt came to. */
async function buyAll(ledger: Ledger, { keys, sends, isAsking }: Buying): Promise<string[]> {
  const outcomes: string[] = [];
  for (const key of keys) {
    const plain = { kind: 'purchase', idempotencyKey: key, request: { key }, amount: parseMoney(1) };
    const wish = { ...plain, ...(isAsking && { approval: { quote: {} } }) };
    try {
      const entry = await ledger.execute(wish, async () => {
        appendFileSync(sends, `${key}\n`);
        await nextTurn();
        return { state: 'completed', result: { card: key } };
      });
      outcomes.push(entry.state);
    } catch (error) {
      outcomes.push(error instanceof KamikitError ? error.code : String(error));
    }
  }
  return outcomes;
}

/** Buys cards of the given sizes until one is refused or `tries` are over; gives the first notice, too. */
async function fillDisk(ledger: Ledger, requestSize: number, cardSize: number, tries: number) {
  let sent = 0;
  let received = 0;
  let notice: string | null = null;
  for (let count = 0; count < tries; count += 1) {
    const wish = {
      kind: 'purchase',
      idempotencyKey: `k${count}`,
      request: { text: 'r'.repeat(requestSize) },
      amount: null,
    };
    try {
      const entry = await ledger.execute(wish, async () => {
        sent += 1;
        return { state: 'completed', result: { card: 'c'.repeat(cardSize) } };
      });
      if (entry.result?.card === 'c'.repeat(cardSize)) received += 1;
      notice ??= entry.notice;
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      return { sent, received, notice, code: error.code, outcome: error.outcome, message: error.message };
    }
  }
  return { sent, received, notice };
}

process.send?.('ready');
await once(process, 'message');
const { dailyBudget, place } = job;
const ledger = await openLedger({ ...place, ...(dailyBudget && { dailyBudget: parseMoney(dailyBudget) }) });
if (job.task === 'die') await dieAt(ledger, job.point);
else if (job.task === 'buy') process.send?.(await buyAll(ledger, job));
else if (job.task === 'dieApproving') await dieApproving(ledger, job.id, job.point);
else if (job.task === 'decide') process.send?.(await decideAll(ledger, job.words, job.sends));
else process.send?.(await fillDisk(ledger, job.requestSize, job.cardSize, job.tries));
await ledger.close();
process.disconnect();
