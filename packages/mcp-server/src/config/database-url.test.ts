import { describe, expect, it } from 'vitest';
import { ledgerPlaceOf, ledgerShown, readConfig } from './config.ts';
import { redactorOf } from './redactor-of.ts';

const URL_OF_IT = 'postgres://shop:p%40ss%2Fword@db.example:6543/money?schema=cards';

describe('the database of the ledger', () => {
  it('takes the place of the file', () => {
    const config = readConfig({ KAMIKIT_DATABASE_URL: URL_OF_IT });
    expect(config.problems).toEqual([]);
    expect(ledgerPlaceOf(config)).toEqual({ databaseUrl: URL_OF_IT });
    expect(ledgerPlaceOf(readConfig({}))).toEqual({ path: expect.stringContaining('ledger.sqlite') });
  });

  it('is shown without its user and password', () => {
    const shown = ledgerShown(readConfig({ KAMIKIT_DATABASE_URL: URL_OF_IT }));
    expect(shown).toBe('postgres://db.example:6543/money?schema=cards');
  });

  it.each([
    ['its password', 'p@ss/word'],
    ['its password as it stands there', 'p%40ss%2Fword'],
  ])('is kept secret: %s', (_what, secret) => {
    const redact = redactorOf(readConfig({ KAMIKIT_DATABASE_URL: URL_OF_IT }));
    expect(redact(`failed: ${secret}.`)).toBe('failed: [redacted].');
  });

  it('leaves where the ledger is to be seen, in its URL too', () => {
    const config = readConfig({ KAMIKIT_DATABASE_URL: URL_OF_IT });
    const redact = redactorOf(config);
    expect(redact(`no answer from ${ledgerShown(config)}`)).toBe(
      'no answer from postgres://db.example:6543/money?schema=cards',
    );
    expect(redact(URL_OF_IT)).toBe('postgres://shop:[redacted]@db.example:6543/money?schema=cards');
  });

  it('is hidden as a whole where its password is too short to be looked for', () => {
    const url = 'postgres://shop:abc@db.example/money';
    expect(redactorOf(readConfig({ KAMIKIT_DATABASE_URL: url }))(url)).toBe('[redacted]');
  });

  it.each([
    ['a password among the parameters', 'postgres://db.example/money?password=hidden-word', 'hidden-word'],
    ['one that is encoded there', 'postgres://db.example/money?user=u&password=p%61ssword%21x', 'password!x'],
    ['the same as it stands there', 'postgres://db.example/money?password=p%61ssword%21x', 'p%61ssword%21x'],
    ['a password that looks encoded', 'postgres://shop:50%25%zz@db.example/money', '50%25%zz'],
    ['a password in what is no URL', 'postgres://shop:hidden word@/', 'hidden word'],
  ])('is kept secret with %s', (_what, url, secret) => {
    const config = readConfig({ KAMIKIT_DATABASE_URL: url });
    expect(redactorOf(config)(`failed: ${secret}.`)).toBe('failed: [redacted].');
    expect(JSON.stringify(config.problems)).not.toContain(secret);
  });

  it.each([
    '5',
    'mysql://db.example/money',
    'postgres://db.example',
    'postgres://db.example/money?schema=A;b',
  ])('stops everything where it is none, and no file takes its place: %s', (url) => {
    const message = 'it must be a URL such as postgres://USER@HOST/DATABASE';
    const config = readConfig({ KAMIKIT_DATABASE_URL: url });
    expect(config.problems).toEqual([{ variable: 'KAMIKIT_DATABASE_URL', concern: 'everything', message }]);
  });

  it('is not the one of the sandbox, which keeps what it sells in files', () => {
    const config = readConfig({ KAMIKIT_DATABASE_URL: URL_OF_IT, KAMIKIT_SANDBOX: 'true' });
    expect(config.databaseUrl).toBeNull();
  });
});
