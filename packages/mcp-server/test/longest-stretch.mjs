// Loaded before a server (`node --import`): writes down the longest that its main thread worked without a turn for anybody
// else, in milliseconds of processor time, which no other program on the machine can lengthen as it does a time on the clock.
import { writeFileSync } from 'node:fs';

const file = process.env.LONGEST_STRETCH_FILE ?? '';
// Before Node 23.9 the time of all threads: more, never less.
const usage = process.threadCpuUsage ?? process.cpuUsage;

let [last, longest] = [worked(), 0];

setInterval(() => {
  const now = worked();
  if (now - last > longest) {
    longest = now - last;
    writeFileSync(file, String(Math.round(longest)));
  }
  last = worked();
}, 1).unref();

function worked() {
  const { user, system } = usage();
  return (user + system) / 1000;
}
