import fc from 'fast-check';
import { purchase, wish } from './wishes.ts';

/** One line of what a host may write: most of it is wrong somewhere, some of it buys. */
const oddId = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom<unknown>(null, 1.5, true, '', '7', 2 ** 53, {}, [1], '__proto__'),
  fc.string(),
);

const method = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('tools/call', 'tools/list', 'ping', 'prompts/list', 'resources/list'),
  },
  fc.constantFrom<unknown>('initialize', 'prompts/get', 'resources/read', 'completion/complete'),
  fc.constantFrom<unknown>('notifications/cancelled', 'notifications/initialized', 'notifications/progress'),
  fc.oneof(fc.string(), fc.constantFrom<unknown>(7, null, {}, '__proto__', 'constructor')),
);

// A few keys, so that the same one comes again and again, also at once.
const bought = fc.integer({ min: 0, max: 9 });

const params = fc.oneof(
  { weight: 3, arbitrary: bought.map((number) => purchase(number).params as object) },
  fc.record({
    name: fc.constantFrom('get_balance', 'list_ledger', 'no_such_tool'),
    arguments: fc.jsonValue(),
  }),
  fc.record({ name: fc.constant('purchase'), arguments: bought.chain(mutatedWish) }),
  fc.record({ requestId: oddId }),
  fc.jsonValue(),
);

/** One argument replaced by anything, or one more. */
function mutatedWish(number: number) {
  const names = [...Object.keys(wish(number)), '__proto__', 'extra'];
  return fc
    .tuple(fc.constantFrom(...names), fc.jsonValue())
    .map(([name, value]) => ({ ...wish(number), [name]: value }));
}

const message = fc
  .record(
    {
      jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, fc.jsonValue()),
      id: oddId,
      method,
      params,
      result: fc.jsonValue(),
    },
    { requiredKeys: ['jsonrpc', 'method'] },
  )
  .map((each) => Buffer.from(JSON.stringify(each)));

const cut = fc.tuple(message, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)));
const flipped = fc.tuple(message, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([bytes, at, byte]) => {
  const other = Buffer.from(bytes);
  if (other.length > 0) other[at % other.length] = byte;
  return other;
});
const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
const batch = fc.array(message, { maxLength: 3 }).map((each) => Buffer.from(`[${each.join(',')}]`));

const line = fc.oneof({ weight: 6, arbitrary: message }, cut, flipped, bytes, batch);

const LINES_OF_A_BLOCK = 50;

/** So many lines from a seed, in blocks that end with a line, each cut into pieces wherever it may be. */
export function garbage(seed: number, lines: number): Uint8Array[][] {
  const sampled = fc.sample(line, { seed, numRuns: lines });
  const sizes = fc.sample(fc.integer({ min: 1, max: 5_000 }), { seed, numRuns: 1_000 });
  let cuts = 0;
  return Array.from({ length: Math.ceil(lines / LINES_OF_A_BLOCK) }, (_, block) => {
    const from = block * LINES_OF_A_BLOCK;
    const whole = Buffer.concat(
      sampled.slice(from, from + LINES_OF_A_BLOCK).flatMap((each) => [each, Buffer.from('\n')]),
    );
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < whole.length; cuts += 1) {
      const size = sizes[cuts % sizes.length] ?? whole.length;
      pieces.push(whole.subarray(at, at + size));
      at += size;
    }
    return pieces;
  });
}
