import { setTimeout as after } from 'node:timers/promises';
import { type Counter, call } from './counter.ts';
import type { RawHost } from './raw-host.ts';
import { callAtOnce, purchases, reads } from './runs.ts';
import { wish } from './wishes.ts';

/** How a host leaves in the middle of something, and what must be so afterwards. */
export const LEAVINGS: Readonly<Record<string, (counter: Counter) => Promise<void>>> = {
  async 'stops reading, and comes back'(counter) {
    const host = await counter.open();
    host.child.stdout.pause();
    const calls = [...reads(400), ...purchases(10)];
    const answered = callAtOnce(counter, host, calls);
    await untilCharged(counter, 10);
    host.child.stdout.resume();
    await answered;
    await leave(host);
  },

  async 'stops reading, and goes away'(counter) {
    const host = await counter.open();
    host.child.stdout.pause();
    tell(host, [...reads(400), ...purchases(10)]);
    await untilCharged(counter, 1);
    host.child.stdin.end();
    host.child.stdout.destroy();
    await cleanEnd(host);
    await buyAgain(counter, 10);
  },

  async 'closes stdin in the middle of a purchase'(counter) {
    const host = await counter.open();
    counter.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'delay_ms', ms: 200 });
    tell(host, purchases(1));
    await untilCharged(counter, 1);
    await leave(host);
    await buyAgain(counter, 1);
  },

  async 'closes stdin in the middle of a line that would buy'(counter) {
    const host = await counter.open();
    const [line = ''] = purchases(1).map((each) => JSON.stringify({ jsonrpc: '2.0', id: 1, ...each }));
    host.write(line);
    await leave(host);
    if (counter.charges() > 0) throw new Error('what did not end was acted on');
  },

  async 'sends SIGTERM with twenty purchases under way'(counter) {
    const host = await counter.open();
    tell(host, purchases(20));
    await untilCharged(counter, 1);
    host.child.kill('SIGTERM');
    await cleanEnd(host);
    await buyAgain(counter, 20);
  },
};

function tell(host: RawHost, calls: readonly object[]): void {
  for (const [id, each] of calls.entries()) host.tell({ id, ...each });
}

async function leave(host: RawHost): Promise<void> {
  host.child.stdin.end();
  await cleanEnd(host);
}

async function cleanEnd({ ended }: RawHost): Promise<void> {
  const { code, signal } = await ended;
  if (code !== 0) throw new Error(`the server ended with ${code ?? signal}`);
}

/** The same wishes once more, through a new server: each is bought once, whatever had become of it. */
async function buyAgain(counter: Counter, count: number): Promise<void> {
  const host = await counter.open();
  for (let number = 0; number < count; number += 1) {
    const { state } = await call(host, 'purchase', wish(number));
    if (state !== 'completed') throw new Error(`purchase ${number} is ${state} after a retry`);
  }
  await leave(host);
  if (counter.charges() !== count) throw new Error(`${counter.charges()} charges for ${count} wishes`);
}

async function untilCharged(counter: Counter, times: number): Promise<void> {
  while (counter.charges() < times) await after(5);
}
