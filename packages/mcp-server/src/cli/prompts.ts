import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, password, text } from '@clack/prompts';

/** A person who can be asked for settings. */
export interface Asker {
  /** What was typed, and nothing of it was shown; null: nothing, or the question was cancelled. */
  secret(message: string): Promise<string | null>;
  text(message: string): Promise<string | null>;
  confirm(message: string): Promise<boolean>;
}

/** Asks on a terminal. */
export function askOn(input: Readable, output: Writable): Asker {
  const options = { input, output, withGuide: false };
  return {
    async secret(message) {
      const answer = await password({ message, mask: '', ...options });
      return isCancel(answer) ? null : answer?.trim() || null;
    },
    async text(message) {
      const answer = await text({ message, ...options });
      return isCancel(answer) ? null : answer?.trim() || null;
    },
    async confirm(message) {
      return (await confirm({ message, initialValue: false, ...options })) === true;
    },
  };
}
