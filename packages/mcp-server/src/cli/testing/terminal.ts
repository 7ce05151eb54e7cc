import { Writable } from 'node:stream';

/** A stream that keeps what is written to it; a terminal, unless told otherwise. */
export function terminal({ isTTY = true, columns }: { isTTY?: boolean; columns?: number } = {}) {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  return Object.assign(stream, {
    isTTY,
    ...(columns !== undefined && { columns }),
    text: () => written,
  });
}
