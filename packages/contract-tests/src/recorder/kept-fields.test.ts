import { UPSTREAMS } from '@kamikit/core';
import { expect, it } from 'vitest';
import { readFixtures } from '../interactions/fixture-files.ts';
import { FIELDS, isKeptField } from './kept-fields.ts';
import { mapLeaves } from './map-leaves.ts';

it.each(UPSTREAMS)('every field of %s that is kept is one that a fixture shows', (upstream) => {
  const seen = new Set<string>();
  for (const { exchanges, input } of readFixtures().filter((fixture) => fixture.upstream === upstream))
    mapLeaves({ input, exchanges }, (_, { path }) => seen.add(path.at(-1) ?? ''));
  expect(FIELDS[upstream].names.filter((name) => !seen.has(name))).toEqual([]);
});

it('a field is kept only where all that it is in is listed too', () => {
  expect(isKeptField('storefront', ['data', 'subs', 'name'])).toBe(true);
  expect(isKeptField('storefront', ['data', 'buyer', 'name'])).toBe(false);
  expect(isKeptField('storefront', ['data', 'subs'])).toBe(false);
});
