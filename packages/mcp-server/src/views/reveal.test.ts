import { expect, it } from 'vitest';
import { revealCards, revealUnlessUnrecorded } from './reveal.ts';

it.each([
  [null, '[sealed: 2 lines; `kamikit ledger show E` shows them]'],
  ['Keep this answer', 'CARD-1\nCARD-2'],
])(
  'sealed cards stay sealed, unless this answer is the only place where they are (notice %j)',
  (notice, shown) => {
    const reveal = revealUnlessUnrecorded({ notice }, 'sealed');
    expect(revealCards('CARD-1\nCARD-2', 'E', reveal)).toBe(shown);
  },
);
