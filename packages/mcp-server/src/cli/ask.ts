import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; no, where there is none. */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  return YES.test(await ask(`${question} [y/N] `));
}

/** Asks on the terminal; null for anything but a plain yes or no. */
export async function yesOrNo(question: string): Promise<'yes' | 'no' | null> {
  const answer = await ask(`${question} [y/n] `);
  if (YES.test(answer)) return 'yes';
  return /^no?$/i.test(answer) ? 'no' : null;
}

const YES = /^y(es)?$/i;

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Where the terminal ends, nobody has answered.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), ended]);
  terminal.close();
  return answer.trim();
}
