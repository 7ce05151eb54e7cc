import { expect, it } from 'vitest';
import { idRange } from './id-range.ts';

it('ids that begin alike stand between the beginning and what is beyond every digit', () => {
  expect(idRange('0A-f')).toEqual({ first: '0a-f', beyond: '0a-fg' });
});

it.each(['', 'z0', '0z', '0 ', '腾讯'])('no id begins with %j', (beginning) => {
  expect(idRange(beginning)).toBeNull();
});
