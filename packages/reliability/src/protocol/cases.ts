import { purchase, wish } from './wishes.ts';

/** What a host writes to an introduced server, and the answers that it must see, whatever their order. */
export interface Case {
  what: string;
  write: string | Uint8Array;
  /** By id; `result` where it is one. */
  see: ReadonlyArray<readonly [id: unknown, code: number | 'result']>;
  /** How often the shop may charge in it. */
  charges?: number;
}

const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const PARSE = [null, -32_700] as const;
const INVALID = [null, -32_600] as const;
const LONGEST = 4 * 1024 * 1024;
const BALANCE = { method: 'tools/call', params: { name: 'get_balance', arguments: {} } };

/** A purchase as bytes, with its key replaced by these. */
function purchaseWithKey(id: number, key: Uint8Array): Uint8Array {
  const [before = '', after = ''] = line({ id, ...purchase(900) }).split('wish 900');
  return Buffer.concat([Buffer.from(before), key, Buffer.from(after)]);
}

export const CASES: readonly Case[] = [
  { what: 'junk', write: 'junk\n{"a":\n}\n\0\0\n', see: [PARSE, PARSE, PARSE, PARSE] },
  { what: 'empty lines', write: '\n\r\n  \n', see: [] },
  {
    what: 'lines that end in CRLF',
    write: line({ id: 1, method: 'ping' }).replace('\n', '\r\n'),
    see: [[1, 'result']],
  },
  { what: 'a byte order mark', write: `\uFEFF${line({ id: 1, method: 'ping' })}`, see: [[1, 'result']] },
  { what: 'JSON that is no message', write: '1\n"x"\nnull\n{}\n', see: [INVALID, INVALID, INVALID, INVALID] },
  { what: 'a batch', write: `[${line({ id: 1, method: 'ping' }).trim()}]\n[]\n`, see: [INVALID, INVALID] },
  {
    what: 'a line of 50 MB, and what follows it',
    write: `${'x'.repeat(50_000_000)}\n${line({ id: 1, method: 'ping' })}`,
    see: [INVALID, [1, 'result']],
  },
  {
    what: 'a line as long as may be, and one byte more',
    write: [LONGEST, LONGEST + 1]
      .map((bytes) => {
        const around = line({ id: 1, method: 'ping', params: { a: '' } });
        return around.replace('""', `"${'x'.repeat(bytes - around.length + 1)}"`);
      })
      .join(''),
    see: [[1, 'result'], INVALID],
  },
  {
    what: 'a million values, and a million levels',
    write: [`[${'{},'.repeat(1_000_000)}{}]`, '['.repeat(1_000_000) + ']'.repeat(1_000_000)]
      .map((deep) => `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${deep}}}\n`)
      .join(''),
    see: [INVALID, INVALID],
  },
  {
    what: 'arguments that are nested as deep as may be',
    write: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_goods","arguments":{"goods_id":${'['.repeat(60)}${']'.repeat(60)}}}}\n`,
    see: [[1, 'result']],
  },
  {
    what: 'another version of JSON-RPC, or none',
    write: '{"jsonrpc":"1.0","id":1,"method":"ping"}\n{"id":2,"method":"ping"}\n',
    see: [
      [1, -32_600],
      [2, -32_600],
    ],
  },
  {
    what: 'ids that are none',
    write: [null, 1.5, true, {}, [1], 2 ** 60].map((id) => line({ id, method: 'ping' })).join(''),
    see: [INVALID, INVALID, INVALID, INVALID, INVALID, INVALID],
  },
  {
    what: 'odd ids',
    write: [0, -1, '', '1', 'x'.repeat(100_000), '__proto__', 2 ** 53 - 1]
      .map((id) => line({ id, method: 'ping' }))
      .join(''),
    see: [0, -1, '', '1', 'x'.repeat(100_000), '__proto__', 2 ** 53 - 1].map((id) => [id, 'result'] as const),
  },
  {
    what: 'the same id for two calls at once',
    write: line({ id: 1, ...BALANCE }) + line({ id: 1, ...BALANCE }),
    see: [[1, 'result'], INVALID],
  },
  {
    what: 'the same id for two purchases at once',
    write: line({ id: 1, ...purchase(901) }) + line({ id: 1, ...purchase(902) }),
    see: [[1, 'result'], INVALID],
    charges: 1,
  },
  {
    what: 'the same id as a number and as a text',
    write: line({ id: 1, ...BALANCE }) + line({ id: '1', ...BALANCE }),
    see: [
      [1, 'result'],
      ['1', 'result'],
    ],
  },
  {
    what: 'methods that do not exist',
    write: [
      'x',
      '',
      '__proto__',
      'tools/call ',
      'server/discover',
      'tasks/list',
      'logging/setLevel',
      'notifications/initialized',
    ]
      .map((method, id) => line({ id, method }))
      .join(''),
    see: Array.from({ length: 8 }, (_, id) => [id, -32_601] as const),
  },
  {
    what: 'methods and parameters of other types',
    write:
      [5, null, {}, ['ping']].map((method, id) => line({ id, method })).join('') +
      [[], 'x', 7].map((params, at) => line({ id: 4 + at, method: 'ping', params })).join(''),
    see: [
      ...[0, 1, 2, 3].map((id) => [id, -32_600] as const),
      ...[4, 5, 6].map((id) => [id, -32_602] as const),
    ],
  },
  {
    what: 'parameters that do not fit',
    write: [
      { method: 'tools/call' },
      { method: 'tools/call', params: { name: 5 } },
      { method: 'tools/call', params: { name: 'no_such_tool' } },
      { method: 'tools/call', params: { name: 'get_balance', arguments: [] } },
      { method: 'prompts/get', params: { name: 'no_such_prompt' } },
      { method: 'initialize', params: {} },
    ]
      .map((request, id) => line({ id, ...request }))
      .join(''),
    see: Array.from({ length: 6 }, (_, id) => [id, -32_602] as const),
  },
  {
    what: 'progress tokens of all kinds',
    write: [1.5, null, {}, 'a', 7]
      .map((progressToken, id) =>
        line({ id, method: 'tools/call', params: { ...BALANCE.params, _meta: { progressToken } } }),
      )
      .join(''),
    see: [
      [0, -32_602],
      [1, -32_602],
      [2, -32_602],
      [3, 'result'],
      [4, 'result'],
    ],
  },
  {
    what: 'cancelling what there is not, what is over, and nothing',
    write:
      line({ id: 1, method: 'ping' }) +
      [{ requestId: 1 }, { requestId: 'x' }, { requestId: {} }, {}, undefined]
        .map((params) => line({ method: 'notifications/cancelled', params }))
        .join(''),
    see: [[1, 'result']],
  },
  {
    what: 'answers to questions that nobody asked',
    write:
      line({ id: 0, result: {} }) + line({ id: null, error: {} }) + line({ id: 'x', result: 1, error: 2 }),
    see: [],
  },
  {
    what: 'names that JavaScript knows',
    write:
      '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{"id":2},"constructor":1}\n' +
      '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_goods","arguments":{"__proto__":{"goods_id":1},"constructor":{}}}}\n' +
      '{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"__proto__"}}\n',
    see: [
      [1, 'result'],
      [3, 'result'],
      [4, -32_602],
    ],
  },
  {
    what: 'a purchase that is a notification',
    write: line(purchase(903)),
    see: [],
    charges: 0,
  },
  {
    what: 'a purchase whose key is not UTF-8',
    write: purchaseWithKey(1, Buffer.of(0x6b, 0xff, 0xfe)),
    see: [PARSE],
    charges: 0,
  },
  {
    what: 'purchases whose keys are halves of characters, which no ledger could tell apart',
    write: Buffer.concat(['\\ud83d', '\\ud800'].map((key, id) => purchaseWithKey(id, Buffer.from(key)))),
    see: [
      [0, 'result'],
      [1, 'result'],
    ],
    charges: 0,
  },
  {
    what: 'one purchase written twice',
    write: line({ id: 1, ...purchase(904) }) + line({ id: 2, ...purchase(904) }),
    see: [
      [1, 'result'],
      [2, 'result'],
    ],
    charges: 1,
  },
  {
    what: 'a task, which the server does not offer',
    write: line({ id: 1, method: 'tools/call', params: { ...purchase(905).params, task: { ttl: 1 } } }),
    see: [[1, 'result']],
    charges: 1,
  },
  {
    what: 'unknown arguments beside known ones',
    write: line({
      id: 1,
      method: 'tools/call',
      params: { name: 'purchase', arguments: { ...wish(906), extra: 1 } },
    }),
    see: [[1, 'result']],
    charges: 0,
  },
  {
    what: 'an introduction once more',
    write: line({
      ...{ id: 1, method: 'initialize' },
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
    }),
    see: [[1, 'result']],
  },
];
