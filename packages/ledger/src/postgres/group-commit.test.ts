import type { Transaction } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { LedgerSchema } from '../schema.ts';
import { unconnected as db } from '../testing/unconnected.ts';
import { PostgresFailure, RolledBack } from './failure.ts';
import { groupCommit } from './group-commit.ts';

type Work<T> = (trx: Transaction<LedgerSchema>) => Promise<T>;

/** Says what is written when; `failing`: how the first commit of several ends. */
function written(...failing: Error[]) {
  const log: string[] = [];
  const write = groupCommit(async <T>(work: Work<T>) => {
    const transaction: string[] = [];
    const began = log.length;
    try {
      const result = await db.transaction().execute(work);
      transaction.push(...log.splice(began));
      const failure = transaction.length > 1 ? failing.pop() : undefined;
      if (failure) throw failure;
      log.push(`${transaction.join(' ')}.`);
      return result;
    } catch (error) {
      log.splice(
        began,
        Number.POSITIVE_INFINITY,
        `${[...transaction, ...log.slice(began)].join(' ')} undone.`,
      );
      throw error;
    }
  });
  const asking = (name: string, refusal?: Error) => async () => {
    log.push(name);
    if (refusal) throw refusal;
    return `${name} done`;
  };
  return {
    log,
    named: (name: string, refusal?: Error) => write(asking(name, refusal)),
    /** What wants to write while the first does. */
    async meanwhile(first: string, begin: () => readonly Promise<string>[]) {
      const begun = Promise.withResolvers<readonly Promise<string>[]>();
      const done = write(async () => {
        const result = await asking(first)();
        begun.resolve(begin());
        return result;
      });
      return Promise.allSettled([done, ...(await begun.promise)]);
    },
  };
}

const names = (count: number) => Array.from({ length: count }, (_, number) => `w${number}`);
const done = (name: string) => ({ status: 'fulfilled', value: `${name} done` });
const refused = (reason: unknown) => ({ status: 'rejected', reason });

describe('what wants to write', () => {
  it('does so at once where nobody else does, and while others do, together as soon as they have', async () => {
    const { log, named, meanwhile } = written();
    const outcomes = await meanwhile('a', () => ['b', 'c', 'd'].map((name) => named(name)));
    expect(outcomes).toEqual(['a', 'b', 'c', 'd'].map(done));
    expect(log).toEqual(['a.', 'b c d.']);
  });

  it('is written with whatever came while the transaction waited for its turn', async () => {
    const { log, named } = written();
    expect(await Promise.all(['a', 'b', 'c'].map((name) => named(name)))).toEqual(
      ['a', 'b', 'c'].map((name) => `${name} done`),
    );
    expect(log).toEqual(['a b c.']);
  });

  it('is sixteen of one transaction at most', async () => {
    const { log, named } = written();
    await Promise.all(names(40).map((name) => named(name)));
    expect(log.map((transaction) => transaction.split(' ').length)).toEqual([16, 16, 8]);
  });

  it('is refused by itself: what was to be written with it is', async () => {
    const { log, named, meanwhile } = written();
    const no = new Error('over the budget');
    const outcomes = await meanwhile('a', () => [named('b'), named('c', no), named('d')]);
    expect(outcomes).toEqual([done('a'), done('b'), refused(no), done('d')]);
    expect(log.slice(0, 2)).toEqual(['a.', 'b c undone.']);
    expect(await named('e')).toBe('e done');
  });

  it('is refused once, where nothing else was to be written with it', async () => {
    const { log, named } = written();
    const no = new Error('over the budget');
    await expect(named('a', no)).rejects.toBe(no);
    expect(log).toEqual(['a undone.']);
  });

  it('is refused by itself, though only the commit told of it', async () => {
    const { log, named, meanwhile } = written(new RolledBack(new Error('full')));
    expect(await meanwhile('a', () => [named('b'), named('c')])).toEqual(['a', 'b', 'c'].map(done));
    expect(log.slice(0, 2)).toEqual(['a.', 'b c undone.']);
  });

  it.each([
    ['a commit that fails', new Error('no answer'), undefined],
    ['a rollback that will pass', new RolledBack(new PostgresFailure(new Error('gone'))), undefined],
    ['a connection that is lost', undefined, new PostgresFailure(new Error('gone'))],
  ])('is told of %s, and nothing of it is done again here', async (_what, failing, lost) => {
    const { log, named, meanwhile } = written(...(failing ? [failing] : []));
    const reason = failing ?? lost;
    const outcomes = await meanwhile('a', () => [named('b'), named('c', lost)]);
    expect(outcomes).toEqual([done('a'), refused(reason), refused(reason)]);
    expect(log).toEqual(['a.', 'b c undone.']);
    expect(await named('d')).toBe('d done');
  });
});
