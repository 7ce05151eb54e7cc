// Says what a quiet step does once it takes more than a moment. Plain JavaScript that Node 20 reads.

const EVERY_MS = 500;
const BAR = 24;

/** On a terminal one line that counts on, with a bar where the amount is known; elsewhere one line and no more. */
export function stepLine(stream, text) {
  const began = Date.now();
  let isTold = false;
  let bar = '';

  function tell() {
    if (stream.isTTY) stream.write(`${blank()}${cut(`${text}${bar}  ${seconds()} s`, stream)}`);
    else if (!isTold) stream.write(`${text} ...\n`);
    isTold = true;
  }

  const seconds = () => Math.floor((Date.now() - began) / 1000);
  const timer = setInterval(tell, EVERY_MS);
  return {
    /** How much of it is done. */
    show(done, total) {
      const filled = total > 0 ? Math.min(BAR, Math.floor((done / total) * BAR)) : 0;
      bar = `  [${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${done}/${total}`;
    },
    end(isDone) {
      clearInterval(timer);
      if (!isTold || !stream.isTTY) return;
      stream.write(`${blank()}${isDone ? `${cut(`${text}: ${seconds()} s`, stream)}\n` : ''}`);
    },
  };
}

/** Takes the line back ("Erase in Line", ECMA-48, 8.3.41); a terminal without that begins another one. */
function blank() {
  return process.env.TERM === 'dumb' ? '\n' : '\r\u001B[2K';
}

/** One column stays free, or some terminals break the line; a Chinese character takes two. */
function cut(line, { columns = 80 }) {
  let left = Math.max(0, columns - 1);
  let shown = '';
  for (const character of line) {
    left -= WIDE.test(character) ? 2 : 1;
    if (left < 0) break;
    shown += character;
  }
  return shown;
}

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/;
