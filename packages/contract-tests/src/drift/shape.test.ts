import { describe, expect, it } from 'vitest';
import { compareShapes, shapeOf } from './shape.ts';

const differences = (known: unknown[], seen: unknown) =>
  compareShapes(shapeOf(known), shapeOf([seen])).map(
    ({ kind, path, detail }) => `${kind} ${path}: ${detail}`,
  );

describe('a shape', () => {
  it.each([
    ['other values', [{ a: 1, b: ['x'] }], { a: 2, b: ['y', 'z'] }],
    ['a list without elements', [{ a: [{ b: 1 }] }], { a: [] }],
    ['elements of a list that was always empty', [{ a: [] }], { a: [{ b: 1 }] }],
    ['a field that not every known answer has', [{ a: 1 }, {}], {}],
    ['any of the types that are known', [{ a: 1 }, { a: '1' }, { a: null }], { a: '2' }],
    [
      'fields of its own kind',
      [
        { card_type: 'count', a: 1 },
        { card_type: 'time', b: 1 },
      ],
      { card_type: 'time', b: 2 },
    ],
  ])('fits %s', (_, known, seen) => {
    expect(differences(known, seen)).toEqual([]);
  });

  it.each([
    ['an added field', [{ a: 1 }], { a: 1, b: 'x' }, 'added b: string'],
    ['a removed field', [{ a: { b: null } }], { a: {} }, 'removed a.b: null'],
    ['a field removed from some', [[{ a: 1 }]], [{ a: 1 }, {}], 'removed [].a: number, missing from some'],
    ['a retyped field', [{ a: [{ b: 1 }] }], { a: [{ b: '1' }] }, 'retyped a[].b: string instead of number'],
    ['a field that became null', [{ a: 1 }], { a: null }, 'retyped a: null instead of number'],
    ['a list instead of an object', [{ a: {} }], { a: [] }, 'retyped a: list instead of object'],
    ['a new kind', [{ card_type: 'count' }], { card_type: 'trial' }, 'added (top level): of a new kind'],
    [
      'a field of another kind',
      [{ card_type: 'count' }, { card_type: 'time', a: 1 }],
      { card_type: 'count', a: 1 },
      'added a: number',
    ],
  ])('tells %s', (_, known, seen, told) => {
    expect(differences(known, seen)).toEqual([told]);
  });
});
