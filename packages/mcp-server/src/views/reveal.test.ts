import { describe, expect, it } from 'vitest';
import { results } from '../messages/results.en.ts';
import { hideCards, revealCards, revealUnlessUnrecorded, sealCode } from './reveal.ts';

it.each([
  [null, '[sealed: 2 lines; `kamikit ledger show E` shows them]'],
  ['Keep this answer', 'CARD-1\nCARD-2'],
])(
  'sealed cards stay sealed, unless this answer is the only place where they are (notice %j)',
  (notice, shown) => {
    const reveal = revealUnlessUnrecorded({ notice }, 'sealed');
    expect(revealCards('CARD-1\nCARD-2', 'E', { reveal, say: results })).toBe(shown);
  },
);

it.each([
  ['ABCDEFGHIJKLMNOP', '…MNOP'],
  ['ABCDEFGHIJK', '…'],
])('sealed, the code %s shows as %s: too little to guess the rest', (code, shown) => {
  expect(sealCode(code, 'sealed')).toBe(shown);
  expect(sealCode(code, 'inline')).toBe(code);
});

describe('sealed, a text beside the cards that holds any of them is not shown', () => {
  const cards = 'user@x.example----pass-word\n账号:mine 密码:aB3dE6gH\nCARD-1234-5678-9012\nkey5';
  const encode = (text: string, to: BufferEncoding) => Buffer.from(text).toString(to);

  it.each([
    ['with a card in it', '月卡 CARD-1234-5678-9012 !'],
    ['with a piece of one', 'No user@x.example'],
    ['with a password of one', 'SNaB3dE6gH'],
    ['in other letters', 'card-1234-5678-9012'],
    ['with a long run of one', 'SN-1234-5678-90'],
    ['that is a short one as a whole', ' KEY5 '],
    ['for a URL', encodeURIComponent('user@x.example')],
    ['for a URL twice', encodeURIComponent(encodeURIComponent('user@x.example'))],
    ['for a URL, beside a per cent sign', `100 % ${encodeURIComponent('user@x.example')}`],
    ['for JSON', 'user\\u0040x.example'],
    ['in hexadecimal', encode('aB3dE6gH', 'hex')],
    ['in base64', encode('aB3dE6gH', 'base64')],
    ['in base64, in a word', `SN${encode('CARD-1234-5678-9012', 'base64url')}`],
  ])('%s', (_what, text) => {
    expect(hideCards(text, cards, 'sealed')).toBe('[sealed]');
    expect(hideCards(text, cards, 'inline')).toBe(text);
  });

  it.each(['月卡', 'SN20261121000123', '261121889859015349845999', 'my keys', 'card'])('%s is', (text) => {
    expect(hideCards(text, cards, 'sealed')).toBe(text);
  });
});
