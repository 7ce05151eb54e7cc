import fc from 'fast-check';

/** Texts that programs have stumbled over: each for a reason of its own. */
const ODD_TEXTS = [
  ...['', ' ', '\t', '\n', '\u3000', '\u0000', '\u001b[2J', '\u007f\u0085'],
  ...['NaN', 'Infinity', '-0', '1e3', '0x10', '１２', '1_000', '1.0', ' 7 ', '9007199254740993', '-1'],
  ...['null', 'undefined', 'true', '[object Object]', '{}', '[]', '{"a":1}', '$(id)', '{{7*7}}', '%s%n%x'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON'],
  ...[
    '\ud800',
    '\udfff',
    'a\udc00b',
    '\u200b\u200d\ufeff',
    '\u202eevil\u202c',
    '\u2066x\u2069',
    '\u{e0041}\u{e007f}',
  ],
  ...[
    '“”',
    '"\'`',
    '\\',
    '\\u0000',
    '<script>alert(1)</script>',
    '&lt;img src=x&gt;',
    '![a](https://x.example)',
  ],
  ...[
    "' OR 1=1 --",
    '%',
    '_',
    '%25',
    '../../etc/passwd',
    'file:///etc/passwd',
    '=1+1',
    '@SUM(A1)',
    ';DROP TABLE entries',
  ],
  ...[
    '2026-02-30',
    '2026-11-20',
    '0000-00-00',
    '9999-12-31',
    '+275760-09-13',
    '-271821-04-20',
    '2026-11-20T00:00:00Z',
  ],
  ...[
    '点卡',
    '👩‍👩‍👧‍👦',
    'e\u0301'.repeat(50),
    'ﷺ'.repeat(200),
    '0'.repeat(24),
    '1'.repeat(24),
    ','.repeat(25),
  ],
];

const long = fc
  .tuple(
    fc.constantFrom('a', '好', '0', ' ', '<b>', '“', '\u200b', '\ud83d', '1,'),
    fc.constantFrom(129, 1_000, 20_000, 200_000),
  )
  .map(([piece, times]) => piece.repeat(times));

// The library's own unit of this range takes a second to make: it lists them all.
const codePoint = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** A text of whatever kind. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 3, arbitrary: fc.string({ unit: codePoint, maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    }),
  },
  { weight: 1, arbitrary: long },
);

const nested = fc.constantFrom(10, 500).map((depth) => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
});

/** Any JSON value, the strange ones more often. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: oddText },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      0,
      -1,
      1.5,
      0.1 + 0.2,
      1e21,
      1e308,
      2 ** 53,
      -(2 ** 53),
      1e-7,
      100_001,
      true,
      false,
      null,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown[]>([], {}, [[]], [null], [1], { length: 1 }, Array(6000).fill('1')),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: nested },
);

/** A name that no tool has a field of. */
export const oddName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'prototype',
    'then',
    '',
    ' quantity',
    'Quantity',
  ),
  oddText,
);
