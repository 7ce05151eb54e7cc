import { describe, expect, it } from 'vitest';
import { editJson, masked, readObject } from './edit-json.ts';

const set = (text: string) => editJson(text, [[['servers', 'kamikit'], { command: 'node' }]]);

describe('a JSON file is changed in place', () => {
  it.each([
    [
      'comments',
      '{\n  // mine\n  "a": 1\n}\n',
      '{\n  // mine\n  "a": 1,\n  "servers": {\n    "kamikit": {\n      "command": "node"\n    }\n  }\n}\n',
    ],
    [
      'tabs',
      '{\n\t"a": 1\n}',
      '{\n\t"a": 1,\n\t"servers": {\n\t\t"kamikit": {\n\t\t\t"command": "node"\n\t\t}\n\t}\n}',
    ],
    [
      'four spaces',
      '{\n    "servers": {}\n}',
      '{\n    "servers": {\n        "kamikit": {\n            "command": "node"\n        }\n    }\n}',
    ],
    [
      'line ends of Windows, and a byte order mark',
      '\uFEFF{\r\n  "a": 1\r\n}',
      '\uFEFF{\r\n  "a": 1,\r\n  "servers": {\r\n    "kamikit": {\r\n      "command": "node"\r\n    }\r\n  }\r\n}',
    ],
    ['nothing in it', '', '{\n  "servers": {\n    "kamikit": {\n      "command": "node"\n    }\n  }\n}\n'],
  ])('that has %s', (_, before, after) => {
    expect(set(before)).toBe(after);
    expect(set(after)).toBe(after);
  });

  it('and not at all where nothing is new', () => {
    const text = '{"servers":{"kamikit":{ "args" : ["a"] }}}';
    expect(
      editJson(text, [
        [['servers', 'kamikit', 'args'], ['a']],
        [['servers', 'other'], undefined],
      ]),
    ).toBe(text);
  });
});

it.each(['[]', '"x"', '{', '{"a": 1,,}', 'null', 'a: 1'])('%s is no object', (text) => {
  expect(readObject(text)).toBe(null);
});

it('texts are masked where they stand', () => {
  const mask = (path: Array<string | number>) => (path.at(-1) === 'key' ? '…' : null);
  expect(masked('{"key": "k\\"x", /* c */ "a": ["b", {"key": "y"}], "n": 1}', mask)).toBe(
    '{"key": "…", /* c */ "a": ["b", {"key": "…"}], "n": 1}',
  );
});

it.each([
  [
    '{\n  "servers": {\n    "other": {"args": ["a", "b"]}, // last\n  },\n}\n',
    '{\n  "servers": {\n    "other": {"args": ["a", "b"]}, // last\n    "kamikit": {\n      "command": "x"\n    },\n  },\n}\n',
  ],
  [
    '{\r\n\t"servers": {\r\n\t\t"other": {"args": ["a", "b"]} // last\r\n\t}\r\n}',
    '{\r\n\t"servers": {\r\n\t\t"other": {"args": ["a", "b"]}, // last\r\n\t\t"kamikit": {\r\n\t\t\t"command": "x"\r\n\t\t}\r\n\t}\r\n}',
  ],
  [
    '{\n  "theme": {"a": 1} // mine\n}\n',
    '{\n  "theme": {"a": 1}, // mine\n  "servers": {\n    "kamikit": {\n      "command": "x"\n    }\n  }\n}\n',
  ],
])('what is new stands below the last, whose line and comment stay as they are', (before, after) => {
  expect(editJson(before, [[['servers', 'kamikit'], { command: 'x' }]])).toBe(after);
});
