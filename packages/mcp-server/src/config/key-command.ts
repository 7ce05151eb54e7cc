import { KamikitError, parseApiKey } from '@kamikit/core/base';

/** Long enough for a passphrase to be typed. */
const WITHIN_MS = 60_000;
const LONGEST = 64_000;

/**
 * The first line that a program prints, asked for once, when it is first needed. It is started as it stands, through no shell.
 * What it prints is never repeated.
 * @throws {KamikitError} `config_invalid`; the next call starts it again.
 */
export function keyFromCommand(
  [program, ...args]: readonly [string, ...string[]],
  setting: string,
  known: (key: string) => void,
  withinMs = WITHIN_MS,
): () => Promise<string> {
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= ask().catch((error) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };

  async function ask(): Promise<string> {
    const { execFile } = await import('node:child_process');
    const printed = await new Promise<string>((resolve, reject) => {
      const child = execFile(
        program,
        args,
        { timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: LONGEST, windowsHide: true },
        (error, stdout) => (error === null ? resolve(stdout) : reject(refused(whyOf(error)))),
      );
      // What asks on a terminal must not read what a host sends.
      child.stdin?.on('error', () => {});
      child.stdin?.end();
    });
    const [line = ''] = printed.trim().split(/\r?\n/);
    known(line);
    try {
      return parseApiKey(line);
    } catch {
      throw refused('its first line is no key');
    }
  }

  function whyOf({ code, killed }: { code?: unknown; killed?: boolean }): string {
    if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed too much';
    if (killed) return `it did not end within ${withinMs / 1000} s`;
    return typeof code === 'number'
      ? `it ended with exit code ${code}`
      : `it could not be started (${String(code)})`;
  }

  function refused(why: string): KamikitError {
    return new KamikitError(`${setting}: the key comes from the program ${program}, but ${why}.`, {
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true, retryable: false },
      hint: 'Ask the user to run that command in a terminal and to see what it prints. Then the same call may be repeated.',
    });
  }
}
