// Loaded into a server before anything else (`node --import`): its time is the real one plus what a file says at that
// moment, in milliseconds, so that all processes of a schedule see the same jump at once.
import { openSync, readSync } from 'node:fs';

const file = openSync(decodeURIComponent(new URL(import.meta.url).search.slice(1)), 'r');
const shift = new Float64Array(1);
const realNow = Date.now;

Date.now = () => {
  readSync(file, shift, 0, 8, 0);
  return realNow() + shift[0];
};

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, newTarget),
});
