// Loaded into a server before anything else (`node --import`): its time and its uptime are the real ones plus what a file says
// of each at that moment, in milliseconds, so that all processes of a schedule see the same jump at once.
import { openSync, readSync } from 'node:fs';

const file = openSync(decodeURIComponent(new URL(import.meta.url).search.slice(1)), 'r');
const shifts = new Float64Array(2);
const shiftsNow = () => {
  readSync(file, shifts, 0, 16, 0);
  return shifts;
};
const realNow = Date.now;
const realUptime = performance.now.bind(performance);

Date.now = () => realNow() + shiftsNow()[0];
performance.now = () => realUptime() + shiftsNow()[1];

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, newTarget),
});
