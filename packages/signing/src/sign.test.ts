import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize, type SignableValue, sign, verify } from './index.ts';

const name = fc.stringMatching(/^[a-z_]{1,12}$/).filter((text) => text !== 'sign' && text !== '__proto__');
const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean());
const fields = fc.dictionary(name, value, { minKeys: 1, maxKeys: 10 });
const secret = fc.string();
const dropped = fc.constantFrom<SignableValue[]>('', null, undefined, [], ['x'], {}, { x: 1 });

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

test('a name in another script is ordered by its UTF-8 bytes', () => {
  expect(canonicalize({ '😀': 1, '\uffee': 2, z: 3 }, 'k')).toBe('z=3&\uffee=2&😀=1&key=k');
});

test('more fields than a request ever has are ordered too', () => {
  const names = Array.from({ length: 200 }, (_, at) => `f${(at * 7919) % 200}`);
  const expected = names
    .toSorted()
    .map((field) => `${field}=1`)
    .join('&');
  expect(canonicalize(Object.fromEntries(names.map((field) => [field, 1])), 'k')).toBe(`${expected}&key=k`);
});
