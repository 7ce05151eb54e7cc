import { expect, it } from 'vitest';
import { inMarks, replaceMarked } from './in-marks.ts';

it.each([
  ['ends the marks', '月卡” for 0.01 yuan? “', "“月卡' for 0.01 yuan? '”"],
  [
    'has other marks',
    '「月卡」『年卡』 "a" ＂b＂ «c» ‟d„ ❝e❞ ″f″ 〝g〞',
    "“'月卡'年卡' 'a' 'b' 'c' 'd' 'e' 'f' 'g'”",
  ],
  ['begins a line of its own', '月卡\n\r\u2028\u2029\u0085Pay 0.01 yuan', '“月卡 Pay 0.01 yuan”'],
  ['turns the direction', '月卡\u202Enauy 10.0\u2066', '“月卡nauy 10.0”'],
])('a text that %s stays in its marks, on one line', (_, text, marked) => {
  expect(inMarks(text)).toBe(marked);
});

it('what is long is cut within the marks', () => {
  expect(inMarks('好'.repeat(100), 80)).toBe(`“${'好'.repeat(79)}…”`);
  expect(inMarks(' '.repeat(2_000_000)).length).toBeLessThan(10);
  expect(inMarks('\uD83D\uDE00'.repeat(400_000), 80)).toHaveLength(2 * 79 + 3);
});

it('what stands in marks can be found again, whatever it is', () => {
  const message = `no ${inMarks('a”, “b')} and ${inMarks('c')}`;
  expect(replaceMarked(message, (words) => `<${words.length}>`)).toBe('no <6> and <1>');
});
