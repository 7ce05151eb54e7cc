import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, password, select, text } from '@clack/prompts';
import type { Setup } from '../messages/setup.en.ts';

/** The person would rather not go on. */
export class Stopped extends Error {
  override name = 'Stopped';
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

/** A person who can be asked for settings. @throws {Stopped} */
export interface Asker {
  /** What was typed, and nothing of it was shown; null: nothing. */
  secret(message: string): Promise<string | null>;
  text(message: string): Promise<string | null>;
  confirm(message: string): Promise<boolean>;
  /** One of some, of which the first is meant unless another is chosen. */
  choose<T extends string>(message: string, choices: ReadonlyArray<Choice<T>>): Promise<T>;
}

/** Asks on a terminal. */
export function askOn(input: Readable, output: Writable, say: Setup): Asker {
  const labels = { active: say.yes, inactive: say.no };
  const options = { input, output, withGuide: false };
  return {
    async secret(message) {
      return typed(await password({ message, mask: '', ...options }), say);
    },
    async text(message) {
      return typed(await text({ message, ...options }), say);
    },
    async choose<T extends string>(message: string, choices: ReadonlyArray<Choice<T>>) {
      const byValue: Record<string, T> = Object.fromEntries(choices.map(({ value }) => [value, value]));
      const shown = choices.map(({ value, label, hint }) => ({
        value: String(value),
        label,
        ...(hint && { hint }),
      }));
      // Its own instructions are English alone.
      const chosen = await select({ message, options: shown, ...options, showInstructions: false });
      const found = isCancel(chosen) ? undefined : byValue[chosen];
      if (found === undefined) throw new Stopped(say.stopped);
      return found;
    },
    async confirm(message) {
      return (await confirm({ message, initialValue: false, ...labels, ...options })) === true;
    },
  };
}

function typed(answer: string | symbol | undefined, { stopped }: Setup): string | null {
  if (typeof answer === 'symbol') throw new Stopped(stopped);
  return answer?.trim() || null;
}
