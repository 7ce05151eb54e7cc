import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulationGuards } from './guards.ts';

const packages = new URL('../../../', import.meta.url);

describe('the guards that the simulation has to miss', () => {
  it.each(simulationGuards)('"$name" occurs exactly once in $file', ({ file, piece }) => {
    expect(readFileSync(new URL(file, packages), 'utf8').split(piece)).toHaveLength(2);
  });

  it('have names of their own, and stand for every invariant', () => {
    expect(new Set(simulationGuards.map(({ name }) => name)).size).toBe(simulationGuards.length);
    expect(new Set(simulationGuards.map(({ invariant }) => invariant)).size).toBe(9);
  });
});
