import { type Fields, largestOperations, type Operation } from './largest-operations.ts';
import { envelope } from './largest-shop.ts';

/** A call whose upstream gives the largest answer it may, or one byte more. */
export interface LargestAnswer {
  shape: string;
  tool: string;
  args: Record<string, unknown>;
  /** Made when it is needed. */
  body: () => Buffer;
}

/** An operation as one call finds it. */
type Facts = Operation & { data: Fields };

/** As long a text as fits, in every text that the answer has. */
function long({ data, texts, most }: Facts, piece: string): Buffer {
  const room = most - Buffer.byteLength(envelope(data)) - 100 * texts.length;
  const pieces = Math.floor(room / texts.length / (Buffer.byteLength(JSON.stringify(piece)) - 2));
  const text = piece.repeat(pieces);
  return Buffer.from(envelope({ ...data, ...Object.fromEntries(texts.map((name) => [name, text])) }));
}

/** As many rows as there may be. */
function many({ data }: Facts, [name, most, row]: NonNullable<Operation['list']>): Buffer {
  const rows = Array.from({ length: most }, (_, at) => row(at + 1));
  return Buffer.from(envelope(name === '' ? rows : { ...data, [name]: rows }));
}

/** The smallest rows that fill an answer. */
function tiny({ data, most }: Facts, name: string): Buffer {
  const [head, tail] = envelope(name === '' ? ['@'] : { ...data, [name]: ['@'] }).split('"@"');
  return Buffer.from(`${head}${'{"id":1},'.repeat(Math.floor(most / 9) - 200)}{}${tail}`);
}

/** Names that nobody knows, each another. */
function names({ data }: Facts): Buffer {
  const some = (part: number) =>
    Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`name${part}_${at}`, at]));
  const unknown = Object.fromEntries(Array.from({ length: 54 }, (_, part) => [`part${part}`, some(part)]));
  return Buffer.from(envelope({ ...some(54), ...data, ...unknown }));
}

/** For each operation the calls, each with an answer of the largest size; with `all`, in every shape that one can take. */
export const largestAnswers = (all: boolean): ReadonlyArray<readonly [string, LargestAnswer[]]> =>
  Object.entries(largestOperations).map(([operation, facts]) => [operation, answersOf(facts, all)]);

function answersOf(operation: Operation, all: boolean): LargestAnswer[] {
  const { list, most, texts, tool, args, data } = operation;
  const shapes: Record<string, (facts: Facts) => Buffer> = {
    ...(texts.length > 0 && { markup: (facts) => long(facts, '<b>会员&amp;') }),
    ...(list && { rows: (facts) => many(facts, list), tiny: (facts) => tiny(facts, list[0]) }),
    ...((all || texts.length === 0) && { names }),
    ...(all &&
      texts.length > 0 && {
        lines: (facts) => long(facts, '\n'),
        tags: (facts) => long(facts, '<b>'),
        text: (facts) => long(facts, '字'),
      }),
    ...(all && {
      noise: () => Buffer.alloc(most, Buffer.from([0xd6, 0xd0])),
      page: () => Buffer.alloc(most, '<div>会员,</div>'),
      refusal: () => refusal('exceed '.repeat(most / 20)),
      beyond: () => Buffer.alloc(most + 1, 'x'),
    }),
  };
  return Object.entries(shapes).map(([shape, make], at) => ({
    ...{ shape, tool, args: args(at + 1) },
    body: () => make({ ...operation, data: typeof data === 'function' ? data(at + 1) : data }),
  }));
}

function refusal(words: string): Buffer {
  return Buffer.from(JSON.stringify({ success: false, code: 0, message: words, msg: `<${words}` }));
}
