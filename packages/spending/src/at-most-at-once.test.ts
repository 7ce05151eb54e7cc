import { expect, it } from 'vitest';
import { limitPerAccount, type Sending } from './at-most-at-once.ts';

/** Work that goes on until it is told to end. */
function begun() {
  const atMostAtOnce = limitPerAccount();
  const underWay: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    underWay,
    begin(what: string, sending: Sending) {
      return atMostAtOnce(sending, async () => {
        underWay.push(what);
        await new Promise<void>((resolve) => ends.set(what, resolve));
      });
    },
    end: (what: string) => ends.get(what)?.(),
  };
}

const A = { account: 'a', person: null };

it('four at a time send with one account, and others with another', async () => {
  const { underWay, begin, end } = begun();
  for (const what of ['1', '2', '3', '4', '5']) void begin(what, A);
  void begin('other', { ...A, account: 'b' });
  await expect.poll(() => underWay).toEqual(['1', '2', '3', '4', 'other']);
  end('2');
  await expect.poll(() => underWay.at(-1)).toBe('5');
});

it('whoever wants much at once keeps somebody else for no longer than the few that are under way', async () => {
  const { underWay, begin, end } = begun();
  for (let count = 1; count <= 30; count += 1) void begin(`bob ${count}`, { ...A, person: 'bob' });
  await expect.poll(() => underWay).toHaveLength(4);
  void begin('alice', { ...A, person: 'alice' });
  end('bob 1');
  await expect.poll(() => underWay.slice(4)).toEqual(['alice']);
  end('alice');
  await expect.poll(() => underWay.slice(5)).toEqual(['bob 5']);
});
