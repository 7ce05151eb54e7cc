import { closeSync, openSync, writeSync } from 'node:fs';

const PRELOAD = new URL('shift-clock.mjs', import.meta.url).href;

/** The time of everything that belongs to a schedule: servers, commands and the sandbox. It runs, and can jump. */
export interface Clock {
  now(): number;
  /** Moves it, back as well; for how long a process has been up stays as it is. */
  jump(ms: number): void;
  /** Lets so much time pass at once, for how long a process has been up, too. */
  pass(ms: number): void;
  /** Moves it beyond whatever it ever showed. */
  passAll(ms: number): void;
  /** What a process needs in order to live by it. */
  nodeArguments: readonly string[];
  close(): void;
}

export function openClock(path: string): Clock {
  const file = openSync(path, 'w', 0o600);
  let shift = 0;
  let furthest = 0;
  let passed = 0;
  const set = (ms: number) => {
    shift = ms;
    furthest = Math.max(furthest, shift);
    writeSync(file, new Uint8Array(new Float64Array([shift, passed]).buffer), 0, 16, 0);
  };
  set(0);
  return {
    now: () => Date.now() + shift,
    jump: (ms) => set(shift + ms),
    pass: (ms) => {
      passed += ms;
      set(shift + ms);
    },
    passAll: (ms) => set(furthest + ms),
    nodeArguments: ['--import', `${PRELOAD}?${encodeURIComponent(path)}`],
    close: () => closeSync(file),
  };
}

const DAY_MS = 24 * 60 * 60_000;
const SHANGHAI_MS = 8 * 60 * 60_000;

/** How long it is until the next day begins in Shanghai. */
export function untilMidnight(now: number): number {
  return DAY_MS - ((now + SHANGHAI_MS) % DAY_MS);
}
