import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { transform } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { bundlePortable } from '../scripts/bundle-portable.ts';
import type { SignableFields } from './index.ts';
import * as onNode from './index.ts';

interface Vector {
  id: number;
  data: SignableFields;
  secret: string;
  /** null where the base string is not UTF-8. */
  canonical: string | null;
  sign: string;
  tags?: string[];
}

interface ByteVector {
  id: number;
  pairs_b64: [name: string, value: string][];
  secret: string;
  sign: string;
}

/** Vectors that a plain JavaScript object cannot carry, or whose order is an accident of PHP's sort; see vectors/README.md. */
const BEYOND_JAVASCRIPT = ['js-object-loses', 'js-unsafe-int', 'zend-sort-only'];

function readVectors<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'));
}

const vectors = readVectors<Vector>('php-sign-vectors.json').filter(
  ({ tags = [] }) => !BEYOND_JAVASCRIPT.some((tag) => tags.includes(tag)),
);
const byteVectors = readVectors<ByteVector>('php-sign-vectors-bytes.json');

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const percentEncode = (base64: string) => Buffer.from(base64, 'base64').toString('hex').replace(/../g, '%$&');
const bodyOf = ({ pairs_b64 }: ByteVector) =>
  pairs_b64.map((pair) => pair.map(percentEncode).join('=')).join('&');

/** The build for browsers, in a realm that has the language and text as bytes, and nothing of Node. */
async function inBrowsers(): Promise<typeof onNode> {
  const { code } = await transform(await bundlePortable(), { format: 'iife', globalName: 'signing' });
  return runInContext(`${code}; signing`, createContext({ TextEncoder, TextDecoder, Uint8Array }));
}

describe.each([
  ['on Node', onNode],
  ['in browsers', await inBrowsers()],
])('%s', (_, { canonicalize, parseForm, sign, signForm, verify, verifyForm }) => {
  test('all 630 vectors of PHP 8.2 that JavaScript values can carry give its signature', () => {
    const wrong = vectors.filter(({ data, secret, sign: expected }) => sign(data, secret) !== expected);
    expect(wrong).toEqual([]);
    expect(vectors).toHaveLength(630);
  });

  test('all of them verify, and none verifies with the signature of another', () => {
    const failing = vectors.filter(({ data, secret, sign: expected }, index) => {
      const other = vectors.find((vector, at) => at > index && vector.sign !== expected)?.sign;
      return !verify(data, secret, expected) || verify(data, secret, other);
    });
    expect(failing).toEqual([]);
  });

  test('the base string of all 628 of them that are UTF-8 is the one PHP hashed', () => {
    const textual = vectors.filter(({ canonical }) => canonical !== null);
    const wrong = textual.filter(({ data, secret, canonical }) => canonicalize(data, secret) !== canonical);
    expect(wrong).toEqual([]);
    expect(textual).toHaveLength(628);
  });

  test('all 9 byte vectors pass through a form body to the signature PHP gave them', () => {
    const wrong = byteVectors.filter((vector) => signForm(bodyOf(vector), vector.secret) !== vector.sign);
    expect(wrong).toEqual([]);
    expect(byteVectors.every((vector) => verifyForm(bodyOf(vector), vector.secret, vector.sign))).toBe(true);
    expect(byteVectors).toHaveLength(9);
  });

  test('parseForm keeps the bytes of the byte vectors', () => {
    const parsed = byteVectors.map((vector) =>
      parseForm(bodyOf(vector)).map(({ nameBytes, valueBytes }) => [base64(nameBytes), base64(valueBytes)]),
    );
    expect(parsed).toEqual(byteVectors.map(({ pairs_b64 }) => pairs_b64));
  });

  test('both builds read and sign the same whatever the bytes, in names and secrets too', () => {
    for (let first = 0; first < 256; first++) {
      const body = Uint8Array.from([first, 61, first, 0x80, 38, 0xef, 0xbb, 0xbf, first, 61, first]);
      expect(plain(parseForm(body))).toEqual(plain(onNode.parseForm(body)));
      const secret = `%${first.toString(16).padStart(2, '0')}+é😀`;
      expect(signForm(body, secret)).toBe(onNode.signForm(body, secret));
      expect(canonicalize({ '😀': 1, '\uffee': first }, secret)).toBe(
        onNode.canonicalize({ '😀': 1, '\uffee': first }, secret),
      );
    }
  });
});

function plain(fields: ReturnType<typeof onNode.parseForm>) {
  return fields.map(({ name, value, nameBytes, valueBytes }) => [
    ...[name, value, base64(nameBytes), base64(valueBytes)],
  ]);
}

test('the build for browsers holds the notice of what is in it', async () => {
  const code = await bundlePortable();
  expect(code).toMatch(/^\/\*! Contains MD5 of @noble\/hashes [\d.]+:.+Permission is hereby granted/s);
});
