import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guards } from './guards.ts';

const packages = new URL('../../../', import.meta.url);

describe('the guards that are taken out', () => {
  it.each(guards)('$file holds "$name" exactly once', ({ file, piece, instead }) => {
    const source = readFileSync(new URL(file, packages), 'utf8');
    expect(source.split(piece)).toHaveLength(2);
    expect(instead).not.toContain(piece);
  });

  it('have names of their own', () => {
    expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length);
  });
});
