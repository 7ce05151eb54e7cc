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

test('a run that was cut off does not repeat what a test has let pass', () => {
  expect(standing([{ is: 'passed', test: test1, id: '1' }]).tried).toEqual(new Set([`${test1} 1`]));
});
