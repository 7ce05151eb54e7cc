const NEWLINE = 0x0a;

/**
 * Makes whole lines of bytes as they come. What is longer than `most` bytes is told of as soon as it is, never kept, and
 * passed over up to its end.
 */
export function lineReader(
  most: number,
  found: { line(bytes: Buffer): void; tooLong(): void },
): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let length = 0;

  function take(piece: Buffer): void {
    const wasTooLong = length > most;
    length += piece.length;
    if (length <= most) held.push(piece);
    else if (!wasTooLong) {
      held = [];
      found.tooLong();
    }
  }

  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, end));
      const line = length <= most ? Buffer.concat(held) : null;
      held = [];
      length = 0;
      from = end + 1;
      if (line !== null) found.line(line);
    }
    take(chunk.subarray(from));
  };
}
