import { hash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalize, type SignableValue, sign, verify } from './index.ts';

const name = fc.stringMatching(/^[a-z_]{1,12}$/).filter((text) => text !== 'sign' && text !== '__proto__');
const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean());
const fields = fc.dictionary(name, value, { minKeys: 1, maxKeys: 10 });
const secret = fc.string();
const dropped = fc.constantFrom<SignableValue[]>('', null, undefined, [], ['x'], {}, { x: 1 });

// The last order of names is remembered: none begins with its own.
beforeEach(() => void sign({ before: '', test: '' }, 'k'));

describe('a signature', () => {
  test('does not depend on the order of the fields', () => {
    const shuffled = fields.chain((original) => {
      const pairs = Object.entries(original);
      const all = { minLength: pairs.length, maxLength: pairs.length };
      return fc.tuple(fc.constant(original), fc.shuffledSubarray(pairs, all));
    });
    fc.assert(
      fc.property(shuffled, secret, ([original, pairs], key) => {
        expect(sign(Object.fromEntries(pairs), key)).toBe(sign(original, key));
      }),
    );
  });

  test('ignores a field named sign', () => {
    fc.assert(
      fc.property(fields, value, secret, (original, extra, key) => {
        expect(sign({ ...original, sign: extra }, key)).toBe(sign(original, key));
      }),
    );
  });

  test('ignores empty strings, null, undefined, arrays and objects', () => {
    fc.assert(
      fc.property(fields, fc.dictionary(name, dropped), secret, (original, extra, key) => {
        expect(sign({ ...extra, ...original }, key)).toBe(sign(original, key));
      }),
    );
  });

  test('is the plain formula where names and values are plain', () => {
    const word = fc.stringMatching(/^[\w-]+$/);
    fc.assert(
      fc.property(fc.dictionary(name, word), word, (original, key) => {
        const pairs = Object.keys(original)
          .sort()
          .map((field) => `${field}=${original[field]}`);
        expect(sign(original, key)).toBe(hash('md5', `${pairs.join('&')}&key=${key}`));
      }),
    );
  });

  test('does not depend on what was signed before, with the same first field and others after it', () => {
    const signed = (fields: Record<string, string>) => canonicalize(fields, 'k').replace('&key=k', '');
    expect(signed({ m: '1', b: '2', a: '3' })).toBe('a=3&b=2&m=1');
    expect(signed({ m: '1', c: '2', a: '3' })).toBe('a=3&c=2&m=1');
    expect(signed({ m: '1', c: '2' })).toBe('c=2&m=1');
    expect(signed({ m: '1', c: '2', a: '3', z: '4' })).toBe('a=3&c=2&m=1&z=4');
    expect(signed({ m: '4', c: '3', a: '2', z: '1' })).toBe('a=2&c=3&m=4&z=1');
  });

  test('verifies its own fields', () => {
    fc.assert(
      fc.property(fields, secret, (original, key) => {
        expect(verify(original, key, sign(original, key))).toBe(true);
      }),
    );
  });

  test('does not verify once any of its digits is changed', () => {
    fc.assert(
      fc.property(
        fields,
        secret,
        fc.nat({ max: 31 }),
        fc.integer({ min: 1, max: 15 }),
        (original, key, at, by) => {
          const signature = sign(original, key);
          const digit = ((Number.parseInt(signature.charAt(at), 16) + by) % 16).toString(16);
          expect(verify(original, key, signature.slice(0, at) + digit + signature.slice(at + 1))).toBe(false);
        },
      ),
    );
  });

  test('does not verify once any value or the secret is changed', () => {
    fc.assert(
      fc.property(fields, secret, fc.nat(), (original, key, nth) => {
        const names = Object.keys(original);
        const changed = names[nth % names.length] ?? '';
        const signature = sign(original, key);
        expect(verify({ ...original, [changed]: `${original[changed]}x` }, key, signature)).toBe(false);
        expect(verify(original, `${key}x`, signature)).toBe(false);
      }),
    );
  });
});

test.each([
  undefined,
  '',
  'x'.repeat(32),
  '0'.repeat(31),
  '0'.repeat(33),
  `${'0'.repeat(32)}\n`,
  '中'.repeat(32),
])('the malformed signature %j is false', (signature) => {
  expect(verify({ id: 1 }, 'secret', signature)).toBe(false);
});

test('only lower-case hex verifies', () => {
  const signature = sign({ id: 1 }, 'secret');
  expect(signature).toMatch(/[a-f]/);
  expect(verify({ id: 1 }, 'secret', signature.toUpperCase())).toBe(false);
});

test('a signature with more behind it is false', () => {
  const signature = sign({ id: 1 }, 'secret');
  for (const more of ['0', '\n', 'x', signature])
    expect(verify({ id: 1 }, 'secret', signature + more)).toBe(false);
});

test('a byte order mark is a part of the base string', () => {
  expect(canonicalize({ '\ufeffa': 1 }, 'k%41')).toBe('\ufeffa=1&key=kA');
});

test.each([
  [1.0, '1'],
  [0.1 + 0.2, '0.3'],
  [1e25, '1.0E+25'],
  [1.5e-7, '1.5E-7'],
  [0.0001, '0.0001'],
  [99999999999999.5, '1.0E+14'],
  [10000000000000.5, '10000000000000'],
  [10000000000001.5, '10000000000002'],
  [2 ** 53 - 1, '9007199254740991'],
])('the number %d is signed as PHP prints it, %s', (number, printed) => {
  expect(canonicalize({ n: number }, 'k')).toBe(`n=${printed}&key=k`);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is refused, as no request can carry it', (number) => {
  expect(() => sign({ n: number }, 'k')).toThrow(TypeError);
});

test.each([10n, () => 1, Symbol('s')])('%s is refused, as PHP has no text for it', (value) => {
  expect(() => Reflect.apply(sign, undefined, [{ n: value }, 'k'])).toThrow(TypeError);
});

test('a name in another script is ordered by its UTF-8 bytes', () => {
  expect(canonicalize({ '😀': 1, '\uffee': 2, z: 3 }, 'k')).toBe('z=3&\uffee=2&😀=1&key=k');
  expect(canonicalize({ '😀': 1, '\uffee': 2 }, 'k')).toBe('\uffee=2&😀=1&key=k');
});

test('more fields than a request ever has are ordered too', () => {
  const names = Array.from({ length: 200 }, (_, at) => `f${(at * 7919) % 200}`);
  const expected = names
    .toSorted()
    .map((field) => `${field}=1`)
    .join('&');
  expect(canonicalize(Object.fromEntries(names.map((field) => [field, 1])), 'k')).toBe(`${expected}&key=k`);
});

function orderOf(...names: string[]): string[] {
  // The last order is remembered, and `9` is the first of an object's names wherever it was put: it is sorted anew.
  canonicalize({ a: 1, b: 1 }, 'k');
  return canonicalize(Object.fromEntries(names.map((name) => [name, 'x'])), 'k')
    .replace('&key=k', '')
    .split('&')
    .map((pair) => pair.slice(0, -2));
}

// differential.test.ts asks PHP itself about such pairs.
test.each([
  ...[
    ['9', ' 10'],
    ['9', '10 '],
    ['9', '\v+10\f'],
    ['9', '\v10'],
    ['9', '\f10\v'],
    ['-10', '-9'],
    ['9', '10.5'],
    ['9', '10.'],
    ['0.5', '.75'],
  ],
  ...[
    ['9', '.95e1'],
    ['9', '1e1'],
    ['9', '1E+01'],
    ['1e-1', '0.2'],
    ['9', '1e12'],
    ['2', '+1.25e1'],
  ],
  ['9007199254740992', '9007199254740993'],
  ['9223372036854775808', '9223372036854775809'],
  ['20000000000000000000', '100000000000000000000'],
  ['-1e400', '-2'],
])('the number %j goes before %j, as in PHP', (smaller, larger) => {
  expect(orderOf(smaller, larger)).toEqual([smaller, larger]);
  expect(orderOf(larger, smaller)).toEqual([smaller, larger]);
});

test.each([
  ...[
    ['10a', '9a'],
    ['-a10', '-a9'],
    ['10 a', '9'],
    ['1 0', '9'],
    ['1e', '9'],
    ['1e1.5', '9'],
    ['--10', '-9'],
  ],
  ['1e400', '1e401'],
])(
  '%j goes before %j by its bytes, as PHP takes one of them for no number, or both for infinite',
  (first, second) => {
    expect(orderOf(first, second)).toEqual([first, second]);
    expect(orderOf(second, first)).toEqual([first, second]);
  },
);

test.each([
  ['1.0', '01'],
  ['9223372036854775807', '9223372036854775808'],
  ['-9223372036854775808', '-9223372036854775809'],
])('%j and %j are the same number to PHP, and keep their order', (one, other) => {
  expect(orderOf(one, other)).toEqual([one, other]);
  expect(orderOf(other, one)).toEqual([other, one]);
});
