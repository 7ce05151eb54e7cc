import type { Readable, Writable } from 'node:stream';

/**
 * Writes messages, one a line. While more than `mostUnread` bytes wait for a host that does not read, it is not listened
 * to: what it asks for would only be more to keep.
 */
export function lineWriter(input: Readable, output: Writable, mostUnread: number): (message: object) => void {
  return (message) => {
    output.write(`${JSON.stringify(message)}\n`);
    if (output.writableLength <= mostUnread || input.isPaused()) return;
    input.pause();
    output.once('drain', () => input.resume());
  };
}
