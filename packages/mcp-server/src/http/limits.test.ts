import { describe, expect, it } from 'vitest';
import { posted } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';

describe('a flood', () => {
  it('of one person is refused with when to come again, and others are served', async () => {
    const { ask, tokenOf } = await openServed({
      limits: { atOnce: 5, perMinute: 3 },
      parts: { now: () => 30_000 },
    });
    const [alice, bob] = [await tokenOf('alice'), await tokenOf('bob')];
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1)
      statuses.push((await ask('/mcp', posted(alice, 'list_goods'))).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await ask('/mcp', posted(alice, 'list_goods'));
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await ask('/mcp', posted(bob, 'list_goods'))).status).toBe(200);
  });

  it('at once is refused as long as others are under way', async () => {
    const { ask, tokenOf, sandbox } = await openServed({ limits: { atOnce: 2, perMinute: 100 } });
    const token = await tokenOf('alice');
    await (await ask('/mcp', posted(token, 'list_goods'))).text();
    sandbox.addFault({
      upstream: 'storefront',
      operation: 'list_goods',
      kind: 'delay_ms',
      ms: 200,
      times: 2,
    });
    const slow = [1, 2].map(() => ask('/mcp', posted(token, 'list_goods')).then((answer) => answer.text()));
    await expect.poll(async () => (await ask('/mcp', posted(token, 'get_balance'))).status).toBe(429);
    await Promise.all(slow);
    await expect.poll(async () => (await ask('/mcp', posted(token, 'list_goods'))).status).toBe(200);
  });
});
