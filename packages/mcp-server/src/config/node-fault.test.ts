import { expect, it } from 'vitest';
import { nodeFault } from './node-fault.ts';

it.each(['22.19.0', '22.20.1', '24.0.0', '100.0.0'])('Node %s is fit', (version) => {
  expect(nodeFault(version)).toBe(null);
});

it.each(['8.0.0', '20.20.2', '22.18.9'])('Node %s is not, and that is told', (version) => {
  expect(nodeFault(version)).toBe(`Kamikit needs Node.js 22.19 or newer, and was started with ${version}.`);
});
