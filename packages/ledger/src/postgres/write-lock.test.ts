import { expect, it } from 'vitest';
import { lookedIn } from './write-lock.ts';

it('a database in which a ledger has no name or no version is none', () => {
  for (const rows of [[], [{}], [{ now_ms: 1 }]]) expect(() => lookedIn(rows)).toThrow('is empty');
});
