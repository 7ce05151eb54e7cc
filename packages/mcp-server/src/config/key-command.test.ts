import { describe, expect, it } from 'vitest';
import { keyFromCommand } from './key-command.ts';

const KEY = 'canary-key-123';

/** The key that a program of Node's prints; it is given the text as its first argument. */
function printed(script: string, text = '', withinMs?: number) {
  const known: string[] = [];
  const command = [process.execPath, '-e', script, text] as const;
  const key = keyFromCommand(command, 'storefrontApiKey', (found) => void known.push(found), withinMs);
  return { key, known };
}

describe('a key from a command', () => {
  it('goes through no shell', async () => {
    const { key } = printed('console.log(process.argv[1])', '$(echo;hi)|`x`');
    expect(await key()).toBe('$(echo;hi)|`x`');
  });

  it.each([
    [
      'that fails',
      `console.log('${KEY}'); console.error('${KEY}'); process.exit(3)`,
      'it ended with exit code 3',
    ],
    ['that prints nothing', '', 'its first line is no key'],
    ['that prints no key', `console.log('the key: ${KEY}')`, 'its first line is no key'],
    ['that prints too much', `process.stdout.write('x'.repeat(100_000))`, 'printed too much'],
  ])(
    '%s is a fault of the configuration, and nothing of what it printed is repeated',
    async (_, script, why) => {
      const { key } = printed(script);
      const error = await key().catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'config_invalid', outcome: 'not_committed', neverSent: true });
      expect(error.message).toContain(
        `storefrontApiKey: the key comes from the program ${process.execPath}, but `,
      );
      expect(error.message).toContain(why);
      expect(JSON.stringify([error, error.message, String(error.cause)])).not.toContain(KEY);
    },
  );

  it('that does not end in time is ended', async () => {
    const { key } = printed('setInterval(() => {}, 1000)', '', 200);
    await expect(key()).rejects.toThrow('it did not end within 0.2 s');
  });

  it('that does not exist is named', async () => {
    const key = keyFromCommand(['no-such-program-here'], 'cardsApiKey', () => {});
    await expect(key()).rejects.toThrow('no-such-program-here, but it could not be started (ENOENT)');
  });

  it('is asked for again after a failure, and reads nothing of what a host sends', async () => {
    const { key, known } = printed(
      `process.stdin.on('data', () => {}).on('end', () => console.log('${KEY}'))`,
    );
    expect(await key()).toBe(KEY);
    expect(known).toEqual([KEY]);
    const failing = printed('process.exit(1)').key;
    const [one, two] = [await failing().catch((error) => error), await failing().catch((error) => error)];
    expect(one).not.toBe(two);
  });
});
