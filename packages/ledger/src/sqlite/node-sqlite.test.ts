import { expect, it, vi } from 'vitest';
import { openNodeSqlite } from './node-sqlite.ts';

it('warnings are held back only while SQLite is loaded', () => {
  const { emitWarning } = process;
  openNodeSqlite(':memory:').close();
  expect(process.emitWarning).toBe(emitWarning);
});

it('a Node without SQLite says what to use instead', () => {
  const { emitWarning } = process;
  const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
  try {
    expect(() => openNodeSqlite(':memory:')).toThrow(
      expect.objectContaining({ code: 'config_invalid', hint: expect.stringContaining('Use Node') }),
    );
  } finally {
    builtin.mockRestore();
  }
  expect(process.emitWarning).toBe(emitWarning);
});
