import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

it('a wish has the fingerprint by which ledgers on disk know it, in whatever order it is written', () => {
  const known = 'fc6c3a04d0b8bacfd5c71ce1431547c9548e7f7b33ea5ed1f45bbe6e4ddb8cbd';
  expect(fingerprint({ sku: 'A-1', quantity: 2, note: { b: [2, 1], a: null } })).toBe(known);
  expect(fingerprint({ note: { a: null, b: [2, 1] }, quantity: 2, sku: 'A-1' })).toBe(known);
  expect(fingerprint({ note: { a: null, b: [1, 2] }, quantity: 2, sku: 'A-1' })).not.toBe(known);
});
