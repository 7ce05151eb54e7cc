import { expect, it } from 'vitest';
import { hostBlocks } from './host-blocks.ts';
import { buysInstantly } from './paste-into-host.ts';

const blocks = hostBlocks();

it.concurrent.for(blocks)('$at, pasted into a host, buys', async ({ entry }, test) => {
  await buysInstantly(entry, test);
});

it('the READMEs of both languages have such a block, and the same', () => {
  const places = blocks.map(({ at }) => at.split(', ').filter((place) => place.startsWith('README')));
  expect(places.filter((at) => at.length > 0)).toEqual([
    [expect.stringMatching(/^README\.md:/), expect.stringMatching(/^README\.zh-CN\.md:/)],
  ]);
});
