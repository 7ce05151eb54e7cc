import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inMarks } from './in-marks.ts';
import { redactor } from './redact.ts';

// What an HTTP header can carry, `parseApiKey`; the shortest that is looked for has 6 characters.
const key = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 6,
  maxLength: 64,
});
// Of letters that no key above is likely to have beside it, so that what is left of a key is seen.
const around = fc.string({ unit: fc.constantFrom(' ', '好', '\n', '：', '“', 'é', '-'), maxLength: 30 });

const bytes = (text: string) => Buffer.from(text, 'utf8');
/** As programs write a text, each with what it takes to be read again. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in a URL': encodeURIComponent,
  'in a URL, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in a form': (text) => new URLSearchParams({ a: text }).toString(),
  'in JSON': JSON.stringify,
  'in JSON of PHP': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'in JSON, then in a URL': (text) => encodeURIComponent(JSON.stringify(text)),
  'in hexadecimal': (text) => bytes(text).toString('hex'),
  'in large hexadecimal': (text) => bytes(text).toString('hex').toUpperCase(),
  'percent-encoded throughout': (text) => bytes(text).toString('hex').replace(/../g, '%$&'),
  'in small letters': (text) => text.toLowerCase(),
  'in capitals': (text) => text.toUpperCase(),
};

it.each(Object.entries(encodings))('a key never passes %s, whatever stands around it', (_, encode) => {
  fc.assert(
    fc.property(key, around, around, (secret, before, after) => {
      const [whole, clean] = [encode(secret), redactor([secret])(encode(`${before}${secret}${after}`))];
      expect(clean).toContain('[redacted]');
      expect(clean).not.toContain(whole);
    }),
  );
});

it.each(['base64', 'base64url'] as const)('a key never passes in %s, wherever it begins', (encoding) => {
  fc.assert(
    fc.property(
      key,
      fc.uint8Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
      (secret, before, after) => {
        const text = Buffer.concat([before, bytes(secret), after]).toString(encoding);
        const clean = redactor([secret])(`id:${text}.`);
        // Whoever decodes what is left, piece by piece at whatever place, finds no key.
        for (const piece of clean.match(/[\w+/-]+/g) ?? [])
          for (const skipped of [0, 1, 2, 3])
            expect(Buffer.from(piece.slice(skipped), 'base64').includes(secret)).toBe(false);
      },
    ),
  );
});

it('a key never passes in a text that was cut inside it', () => {
  const long = fc.stringMatching(/^[A-Za-z0-9_]{24,64}$/).filter((text) => /\d/.test(text.slice(0, 8)));
  fc.assert(
    fc.property(long, around, fc.integer({ min: 10, max: 60 }), (secret, before, longest) => {
      const clean = redactor([secret])(inMarks(`${before}${secret}`, longest));
      const shown = secret.slice(0, 8);
      expect(clean).not.toContain(shown);
    }),
  );
});

it('what was redacted stays as it is', () => {
  fc.assert(
    fc.property(key, around, (secret, before) => {
      const redact = redactor([secret]);
      const clean = redact(`${before}${secret}`);
      fc.pre(!'[redacted]'.includes(secret));
      expect(redact(clean)).toBe(clean);
    }),
  );
});

it('of several keys none passes, even where one is a part of another', () => {
  fc.assert(
    fc.property(key, key, around, (one, other, between) => {
      const keys = [one, other, one + other];
      const clean = redactor(keys)(keys.join(between));
      for (const secret of keys) expect(clean.replaceAll('[redacted]', '')).not.toContain(secret);
    }),
  );
});
