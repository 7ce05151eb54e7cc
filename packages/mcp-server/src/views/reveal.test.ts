import { expect, it } from 'vitest';
import { hideCards, revealCards, revealUnlessUnrecorded, sealCode } from './reveal.ts';

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

it.each([
  ['ABCDEFGHIJKLMNOP', '…MNOP'],
  ['ABCDEFGHIJK', '…'],
])('sealed, the code %s shows as %s: too little to guess the rest', (code, shown) => {
  expect(sealCode(code, 'sealed')).toBe(shown);
  expect(sealCode(code, 'inline')).toBe(code);
});

it('sealed, a text beside the cards is shown without what is theirs', () => {
  const cards = 'user@x.example----pass-word\nCARD-1234';
  expect(hideCards('月卡 CARD-1234 user@x.example', cards, 'sealed')).toBe('月卡 [redacted] [redacted]');
  expect(hideCards('月卡 CARD-1234', cards, 'inline')).toBe('月卡 CARD-1234');
});
