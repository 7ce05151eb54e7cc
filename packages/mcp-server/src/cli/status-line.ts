import type { Output, StatusLine } from './command.ts';
import { cutToWidth } from './text-width.ts';

const FRAMES = ['-', '\\', '|', '/'];
const EVERY_MS = 100;
const BAR = 24;
const NARROWEST_FOR_A_BAR = 60;
/** "Erase in Line" (ECMA-48, 8.3.41), from the beginning of the line. */
const BLANK = '\r\u001B[2K';

/** A status line on a stream; nothing at all where that is no terminal that can take a line back. */
export function statusLine(stream: Output, isDumb: boolean): StatusLine {
  if (!stream.isTTY || isDumb) return { show() {}, clear() {} };
  let text = '';
  let frame = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    frame += 1;
    drawnAt = performance.now();
    // One column is left free: a terminal may break the line behind its last one.
    const line = `${FRAMES[frame % FRAMES.length]} ${text}`;
    stream.write(`${BLANK}${cutToWidth(line, (stream.columns ?? 80) - 1)}`);
  }

  return {
    show(what, amount) {
      text = amount === undefined ? what : `${what}  ${bar(amount, stream.columns ?? 80)}`;
      // What keeps the process busy keeps the timer waiting, so this draws by itself.
      if (performance.now() - drawnAt >= EVERY_MS) draw();
      timer ??= setInterval(draw, EVERY_MS).unref();
    },
    clear() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      drawnAt = Number.NEGATIVE_INFINITY;
      stream.write(BLANK);
    },
  };
}

function bar({ done, total }: { done: number; total: number }, columns: number): string {
  if (columns < NARROWEST_FOR_A_BAR) return `${done}/${total}`;
  const filled = total === 0 ? BAR : Math.min(BAR, Math.floor((done / total) * BAR));
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${done}/${total}`;
}
