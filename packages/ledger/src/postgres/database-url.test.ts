import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';

const connection = (url: string) => new URL(readAddress(url, {}).connectionString).searchParams;

describe('how a database is reached', () => {
  it.each([
    ['postgres://db.example/money', 'verify-full'],
    ['postgres://db.example/money?sslmode=require', 'verify-full'],
    ['postgres://db.example/money?sslmode=prefer', 'verify-full'],
    ['postgres://10.0.0.5/money', 'verify-full'],
    ['postgres://127.0.0.1.example.org/money', 'verify-full'],
    ['postgres://db.example/money?sslmode=disable', 'disable'],
    ['postgres://db.example/money?sslmode=no-verify', 'no-verify'],
    ['postgres://127.0.0.1/money', 'disable'],
    ['postgres://[::1]/money', 'disable'],
    ['postgres://localhost/money', 'disable'],
    ['postgres:///money', 'disable'],
    ['postgres:///money?host=/var/run/postgresql', 'disable'],
    ['postgres://127.0.0.1/money?sslmode=require', 'verify-full'],
  ])('%s: %s', (url, sslmode) => {
    expect(connection(url).get('sslmode')).toBe(sslmode);
  });

  it('no setting of the URL goes before ours', () => {
    const url = 'postgres://db.example/money?options=-c%20synchronous_commit%3Doff';
    const options = new URL(readAddress(url, { synchronous_commit: 'on' }).connectionString).searchParams.get(
      'options',
    );
    expect(options).toBe('-c synchronous_commit=off -c synchronous_commit=on -c search_path=kamikit');
  });

  it('two ledgers of one database have places and locks of their own', () => {
    const [a, b] = ['a', 'b'].map((schema) =>
      readAddress(`postgres://db.example/money?schema=${schema}`, {}),
    );
    expect(a?.place).not.toBe(b?.place);
    expect(a?.lockKey).not.toBe(b?.lockKey);
  });

  it('says of a URL that it cannot use nothing that it holds', () => {
    const read = () => readAddress('mysql://shop:password@db.example/money', {});
    expect(read).toThrow(expect.objectContaining({ code: 'config_invalid', neverSent: true }));
    expect(read).toThrow(/^(?!.*(password@|db\.example))/);
  });
});
