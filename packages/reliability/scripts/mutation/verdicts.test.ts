import { expect, test } from 'vitest';
import { standing } from './verdicts.ts';

const test1 = 'src/a.test.ts > one';

test('a kill in doubt counts for nothing until it is repeated', () => {
  const told = [
    { is: 'killed', test: test1, id: '1' },
    { is: 'killed', test: test1, id: '2' },
    { is: 'in doubt', test: 'src/a.test.ts', ids: ['2'] },
  ] as const;
  expect([...standing(told).killed.keys()]).toEqual(['1']);
  expect([...standing(told).doubtful]).toEqual(['2']);
  const repeated = standing([...told, { is: 'killed', test: test1, id: '2' }]);
  expect([...repeated.killed.keys()]).toEqual(['1', '2']);
});

test('a test that fails without any mutant is named, and what it let pass before is counted by its file', () => {
  const { failing, passes } = standing([
    { is: 'passed', test: test1, id: '1' },
    { is: 'passed', test: 'src/a.test.ts > two', id: '1' },
    { is: 'failing', test: test1, why: 'the second time: Error' },
  ]);
  expect([...failing]).toEqual([[test1, 'the second time: Error']]);
  expect([...passes]).toEqual([['src/a.test.ts 1', 2]]);
});

test('a run that was cut off does not repeat what a test has let pass', () => {
  expect(standing([{ is: 'passed', test: test1, id: '1' }]).tried).toEqual(new Set([`${test1} 1`]));
});
