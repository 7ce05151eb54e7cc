import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phpVersion, runPhp } from '../oracle/run-php.ts';
import { parseForm, type SignableFields, type SignableValue, sign, signForm } from './index.ts';

const COUNT = 5_000;

const anyOf = (list: string) => fc.constantFrom(...list.split('|'));

const pieces = anyOf(
  'a|Z|_|0|9|1e3| |  |+|-|.|%|%41|%2B|%zz|&|=|"|\'|<b>|\\|/|?x=1|\n|\r\n|\t|\0|中|卡密|é|\uffee|😀|[|]|[]|{"k":1}|&key=|sign',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Integers that JSON and PHP carry in 64 bits but JavaScript has rounded are kept out. */
const sameInPhp = (n: number) => Number.isSafeInteger(n) || !Number.isInteger(n) || Math.abs(n) > 2 ** 63;
const value: fc.Arbitrary<SignableValue> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter(sameInPhp),
  fc.integer({ min: -999_999, max: 999_999 }).map((cents) => cents / 100),
  // Exact ties at the 14th digit, which PHP rounds to even.
  fc.integer({ min: 10 ** 13, max: 10 ** 14 - 1 }).map((n) => n + 0.5),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(text, text, { maxKeys: 2 }),
);

// PHP's order is no order where numbers meet names such as "1a": 9 < 10 by value, but 10 < 1a < 9 by bytes; the result
// then hangs on the steps of PHP's sort. So an input has either no number among its names (a number ends in a digit, a
// dot or a space), or beside numbers only names from "A" upwards, which follow every number.
const wordName = text.map((name) => name.replace(/[\d.\s]$/, '$&x'));
const numberName = fc.oneof(
  fc.integer({ min: -200, max: 2_000 }).map(String),
  anyOf('01|007|1.0|1.5|.5|1.|1e1|1E2|10e-1|+1| 1|1 |\t2\n|-0|00|-5.0|9223372036854775807|1e400'),
);
const laterName = fc.tuple(anyOf('A|z|_|~|é|中|\uffee|😀'), text).map((parts) => parts.join(''));
const pairsOf = (name: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(fc.oneof({ weight: 9, arbitrary: name }, fc.constant('sign')), value), { maxLength: 24 });
const fields = fc
  .oneof(pairsOf(wordName), pairsOf(fc.oneof(numberName, laterName)))
  .map((pairs): SignableFields => Object.fromEntries(pairs));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const formEncode = (decoded: string) => encodeURIComponent(decoded).replaceAll('%20', '+');
const formValue = fc.oneof(
  text.map(formEncode),
  // A bare NUL ends the input of parse_str, though not that of $_POST.
  text.map((raw) => raw.replaceAll('&', '%26').replaceAll('\0', '%00')),
  anyOf('%FF%FE|%80|%E4%B8|%|%4|%G1|a%00b'),
);
const formName = fc.oneof(
  // Names obey the rule above once they are decoded.
  fc.integer({ min: 0, max: 99 }).map(String),
  ...Array.from({ length: 4 }, () =>
    fc
      .tuple(
        anyOf('||+|%20 '),
        anyOf('a|B|_|%E4%B8%AD|%FF|中|sign'),
        anyOf('|||1|.b|+c|[|[]|[x]|[x|[x.y+z|[x][|]|%5B%5D|%00z|[%00]|[ ]w|%5'),
      )
      .map((parts) => parts.join('')),
  ),
);
const formPair = fc.tuple(formName, formValue).map((pair) => pair.join('='));
const oddPair = anyOf('|=|a|=x|[a]=1|[=1|%00=1|a=b=c|a;b=1');
const body = fc
  .array(fc.oneof({ weight: 9, arbitrary: formPair }, oddPair), { maxLength: 12 })
  .map((pairs) => Buffer.from(pairs.join('&')));

test(`${COUNT} random requests get the signature that PHP ${phpVersion} gives them`, {
  timeout: 60_000,
}, async () => {
  const seed = Date.now();
  const inputs = fc.sample(fc.record({ fields, secret: text }), { seed, numRuns: COUNT });
  const php = await runPhp(inputs);
  const wrong = inputs.filter((input, at) => sign(input.fields, input.secret) !== php[at]?.sign);
  expect(wrong, `seed ${seed}`).toEqual([]);
  expect(php).toHaveLength(COUNT);
});

test(`${COUNT} random form bodies are read and signed as PHP ${phpVersion} does`, {
  timeout: 60_000,
}, async () => {
  const seed = Date.now();
  const inputs = fc.sample(fc.record({ body, secret: text }), { seed, numRuns: COUNT });
  const php = await runPhp(inputs.map(({ body, secret }) => ({ body: body.toString('base64'), secret })));
  const ours = inputs.map(({ body, secret }) => ({
    sign: signForm(body, secret),
    posted: parseForm(body).map((field) => [base64(field.nameBytes), base64(field.valueBytes)]),
  }));
  const wrong = inputs.filter((_, at) => JSON.stringify(ours[at]) !== JSON.stringify(php[at]));
  expect(
    wrong.map((input) => [input.body.toString('latin1'), input.secret]),
    `seed ${seed}`,
  ).toEqual([]);
  expect(php).toHaveLength(COUNT);
});

test(`two names at the edges of what PHP takes for a number are ordered as PHP ${phpVersion} orders them`, async () => {
  const edges = (
    '|0|-0|00|+0|.|.5|1|1.|1.0|01| 1|1 |1\v|1\0|1a|1e|1e1|1.e1|10|1e1.5|--1|+-1|0x1|1_0|٣|\u00a01|-|+|e5|inf|1e400|-1e400|1e401|' +
    '9007199254740993|9007199254740992|9007199254740992.0|9223372036854775806|9223372036854775807|9223372036854775808|' +
    '9223372036854775809|-9223372036854775808|-9223372036854775809|9223372036854775807.0|9.3e18|1e19|' +
    '10000000000000000000|10000000000000000001|-10000000000000000001|00000000000000000000001|100000000000000000000.5'
  ).split('|');
  const inputs = edges.flatMap((first) =>
    edges.map((second) => ({ fields: { [first]: 'x', [second]: 'y' }, secret: 'k' })),
  );
  const php = await runPhp(inputs);
  const wrong = inputs.filter((input, at) => sign(input.fields, input.secret) !== php[at]?.sign);
  expect(wrong).toEqual([]);
  expect(php).toHaveLength(edges.length ** 2);
});
