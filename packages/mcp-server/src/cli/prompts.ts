import type { Readable, Writable } from 'node:stream';
import { confirm, password, text } from '@clack/prompts';

/** The person would rather not go on. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** A person who can be asked for settings. @throws {Stopped} */
export interface Asker {
  /** What was typed, and nothing of it was shown; null: nothing. */
  secret(message: string): Promise<string | null>;
  text(message: string): Promise<string | null>;
  confirm(message: string): Promise<boolean>;
}

/** Asks on a terminal. */
export function askOn(input: Readable, output: Writable): Asker {
  const options = { input, output, withGuide: false };
  return {
    async secret(message) {
      return typed(await password({ message, mask: '', ...options }));
    },
    async text(message) {
      return typed(await text({ message, ...options }));
    },
    async confirm(message) {
      return (await confirm({ message, initialValue: false, ...options })) === true;
    },
  };
}

function typed(answer: string | symbol | undefined): string | null {
  if (typeof answer === 'symbol') throw new Stopped('stopped. Nothing was changed.');
  return answer?.trim() || null;
}
