import { describe, expect, it } from 'vitest';
import { posted } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';

/** So many calls in one request, as the revision 2025-03-26 has it; what each is answered with. */
async function openBatches(limits: { atOnce: number; perMinute: number }) {
  const { ask, tokenOf, sandbox } = await openServed({ limits, parts: { now: () => 30_000 } });
  const token = await tokenOf('alice');
  const single = () => ask('/mcp', posted(token, 'list_goods'));
  return {
    ...{ sandbox, single },
    async batch(size: number, tool: string, args: (id: number) => object = () => ({})) {
      const calls = Array.from({ length: size }, (_, id) => ({
        ...JSON.parse(posted(null, tool, args(id)).body),
        id,
      }));
      const answer = await ask('/mcp', { ...posted(token, tool), body: JSON.stringify(calls) });
      const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('data: '));
      const answers = lines.map((line) => JSON.parse(line.slice('data: '.length)));
      return answers.toSorted((one, other) => one.id - other.id);
    },
  };
}

const REFUSED = { error: { code: -32_000, message: expect.stringMatching(/^Too many requests: try again/) } };

describe('calls that come together in one request', () => {
  it('count one by one against what a person may ask at once, and buy nothing beyond it', async () => {
    const { batch, sandbox, single } = await openBatches({ atOnce: 2, perMinute: 100 });
    const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', mode: 'sync', again: true };
    const answers = await batch(4, 'purchase', (id) => ({ ...wish, idempotency_key: `k${id}` }));
    const bought = { result: { structuredContent: { state: 'completed' } } };
    expect(answers).toMatchObject([bought, bought, REFUSED, REFUSED]);
    expect(sandbox.state().storefront.charges).toHaveLength(2);
    expect((await single()).status).toBe(200);
  });

  it('count one by one against what a person may ask in a minute', async () => {
    const { batch, single } = await openBatches({ atOnce: 10, perMinute: 3 });
    const answers = await batch(4, 'list_goods');
    expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined, -32_000]);
    expect((await single()).status).toBe(429);
  });

  it('are all answered where they are no more than that', async () => {
    const { batch } = await openBatches({ atOnce: 3, perMinute: 3 });
    expect((await batch(3, 'list_goods')).every(({ result }) => result.isError === undefined)).toBe(true);
  });
});
