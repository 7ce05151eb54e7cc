import { expect, it } from 'vitest';
import { cardsIn } from './index.ts';

it('the cards of what was delivered are its lines, as they are; blank ones are none', () => {
  expect(cardsIn('A\r\n B\n\n \t\nC D\rE\n')).toEqual(['A', ' B', 'C D', 'E']);
  expect(cardsIn('')).toEqual([]);
  expect(cardsIn(null)).toEqual([]);
});
