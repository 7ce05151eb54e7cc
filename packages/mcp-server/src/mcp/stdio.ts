import type { ServerParts } from './answers.ts';
import { frontDesk } from './front-desk.ts';
import { greetingOf } from './greeting.ts';
import { lineReader } from './line-reader.ts';
import { lineWriter } from './line-writer.ts';
import { INVALID_REQUEST } from './refusal.ts';

// A host kills a server a few seconds after closing stdin; what was sent by then should still be recorded.
const SETTLE_WITHIN_MS = 10_000;
// A job of 5,000 items takes one; of more, nothing is kept.
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;
// A host may well write a thousand calls before it reads the first answer. Beyond this it is not listened to before it reads.
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/** Serves over stdin and stdout until either of them ends. */
export async function serveStdio(parts: ServerParts): Promise<void> {
  const { log } = parts;
  const { stdin, stdout, stderr } = process;
  const write = lineWriter(stdin, stdout, MOST_UNREAD_BYTES);
  const desk = frontDesk(parts, await greetingOf(parts), (message) => {
    if (!ending) write(message);
  });
  let ending = false;

  async function end(reason: string): Promise<void> {
    if (ending) return;
    ending = true;
    log('debug', 'ending', { reason });
    setTimeout(() => process.exit(0), SETTLE_WITHIN_MS).unref();
    await desk.close();
    // What was answered by now waits for a host that still reads.
    await new Promise<void>((resolve) => stdout.write('', () => resolve()));
    process.exit(0);
  }

  stdin.once('end', () => end('stdin closed'));
  stdin.once('close', () => end('stdin closed'));
  // A socket that is reset: without a listener the process would die in the middle of a purchase.
  stdin.on('error', (error) => end(`stdin broke: ${error.message}`));
  stderr.on('error', () => {}); // a host that does not read the log is no reason to abort a purchase
  stdout.on('error', (error) => end(`stdout broke: ${error.message}`));
  // Also those that follow the first one: an impatient host, or Ctrl-C pressed twice, breaks off no purchase.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));

  const tooLong = `A line may have at most ${LONGEST_LINE_BYTES} bytes`;
  stdin.on(
    'data',
    lineReader(LONGEST_LINE_BYTES, {
      line: desk.receive,
      tooLong: () => desk.refuse({ id: null, code: INVALID_REQUEST, message: tooLong }),
    }),
  );
}
