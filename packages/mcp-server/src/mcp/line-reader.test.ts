import { expect, it } from 'vitest';
import { lineReader } from './line-reader.ts';

/** What is found in these chunks. */
function read(chunks: readonly string[], most = 8): string[] {
  const found: string[] = [];
  const take = lineReader(most, {
    line: (bytes) => found.push(bytes.toString()),
    tooLong: () => found.push('TOO LONG'),
  });
  for (const chunk of chunks) take(Buffer.from(chunk, 'latin1'));
  return found;
}

it.each([
  ['one line', ['abc\n'], ['abc']],
  ['several at once', ['a\nb\n\nc\n'], ['a', 'b', '', 'c']],
  ['cut anywhere', ['a', 'b', '\n', 'c\nd', '\n'], ['ab', 'c', 'd']],
  ['a character cut in the middle', ['\xe4\xbd', '\xa0\n'], ['你']],
  ['a beginning without an end', ['a\nb'], ['a']],
  ['just as long as may be', ['12345678\n'], ['12345678']],
  ['too long', ['123456789\na\n'], ['TOO LONG', 'a']],
  ['too long in pieces, told once and before its end', ['12345', '6789', '0', '12345678'], ['TOO LONG']],
  ['too long, and then as long as may be', ['123456789', '0\n1234', '5678\n'], ['TOO LONG', '12345678']],
])('%s', (_, chunks, found) => expect(read(chunks)).toEqual(found));
